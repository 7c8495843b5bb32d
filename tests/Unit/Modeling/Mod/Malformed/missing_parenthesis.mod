: expect MS1302 7:1
NEURON { SUFFIX x RANGE g NONSPECIFIC_CURRENT i }
PARAMETER { g = 1 }
STATE { m n[3] }
BREAKPOINT {
    i = g * (v +
}
