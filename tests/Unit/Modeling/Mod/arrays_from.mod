: arrays, FROM with BY, an index that is computed
NEURON {
    SUFFIX arrays_from
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, total, w
}
PARAMETER { gbar = 0.0002 }
STATE { x[3] }
ASSIGNED { v (mV) i (mA/cm2) w[5] total }
INITIAL {
    FROM j = 0 TO 4 { w[j] = j * j / 4 }
    FROM j = 0 TO 2 { x[j] = 0.1 * (j + 1) }
    total = 0
}
BREAKPOINT {
    SOLVE states METHOD cnexp
    total = 0
    FROM j = 0 TO 4 BY 2 { total = total + w[j] * x[j/2] }
    i = gbar * total * (v + 80)
}
DERIVATIVE states {
    x'[0] = -0.1 * x[0]
    x'[1] = 0.2 * (1 - x[1])
    x'[2] = -0.3 * x[2] + 0.01
}
