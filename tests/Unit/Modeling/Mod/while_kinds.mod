: loops whose length is found while they run: FROM with a limit that changes, BY, a loop in a loop, an element chosen at run time, a loop in DERIVATIVE
DEFINE N 4
NEURON {
    SUFFIX while_kinds
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, sum, far, turns, w
}
PARAMETER { gbar = 0.0002 }
STATE { m }
ASSIGNED { v (mV) i (mA/cm2) sum far turns w[N] }
INITIAL {
    FROM k = 0 TO N - 1 { w[k] = 0.1 * (k + 1) }
    m = 0.3
}
BREAKPOINT {
    SOLVE states METHOD cnexp
    i = gbar * m * (v + 80)
}
DERIVATIVE states {
    LOCAL a
    measure(v)
    a = series(-(v + 60) / 20)
    m' = (sum / (1 + sum) - m) / (1 + a)
}
PROCEDURE measure(u (mV)) {
    LOCAL n, j, inner
    n = floor((u + 90) / 10)
    IF (n < 0) { n = 0 }
    IF (n > 8) { n = 8 }
    sum = 0
    turns = 0
    FROM k = 1 TO n {
        j = k
        WHILE (j > 1) {
            j = j / 2
            turns = turns + 1
        }
        inner = j
        sum = sum + inner * 0.1
    }
    FROM k = 0 TO n BY 2 { sum = sum + 0.01 }
    j = 0
    WHILE (j < N - 1 && w[j] * 30 < u + 80) {
        w[j] = w[j] * 0.999 + 0.0001
        j = j + 1
    }
    far = w[j]
}
: e^x by its series
FUNCTION series(x) {
    LOCAL term, n
    term = 1
    n = 0
    series = 1
    WHILE (fabs(term) > 1e-14 * fabs(series)) {
        n = n + 1
        term = term * x / n
        series = series + term
    }
}
