: arrays, FROM with BY, an index that is computed
NEURON {
    SUFFIX arrays_from
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, total, w, x
}
PARAMETER { gbar = 0.0002 }
STATE { z }
ASSIGNED { v (mV) i (mA/cm2) w[5] x[3] total }
INITIAL {
    FROM j = 0 TO 4 { w[j] = j * j / 4 }
    FROM j = 0 TO 2 { x[j] = 0.1 * (j + 1) }
    total = 0
    z = 0
}
BREAKPOINT {
    SOLVE states METHOD cnexp
    total = 0
    FROM j = 0 TO 4 BY 2 { total = total + w[j] * x[j/2] }
    x[1] = 0.2 + 0.001 * (v + 65)
    i = gbar * z * (v + 80)
}
DERIVATIVE states {
    z' = (total - z) / 3
}
