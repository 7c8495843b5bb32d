: expect MS1302 6:9, MS1302 10:12, MS1303 12:1
NEURON { SUFFIX x RANGE g NONSPECIFIC_CURRENT i }
PARAMETER { g = 1 }
STATE { m n[3] }
BREAKPOINT {
    i = / g
}
PROCEDURE p() {
    IF (g) { m = 1 }
    FROM k 0 TO 3 { m = k }
}
SATTE { q }
