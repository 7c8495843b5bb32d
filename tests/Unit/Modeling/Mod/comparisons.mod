: comparisons and logic as numbers, in conditions and in chains
NEURON {
    SUFFIX comparisons
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, k, l, m, n, o
}
PARAMETER { gbar = 0.0002 }
ASSIGNED { v (mV) i (mA/cm2) k l m n o }
BREAKPOINT {
    k = (v < -60) + (v >= -63) * 2
    l = -80 < v < 0
    m = !(v > -62) && v != -65 || t > 15
    n = (v == v) + 0
    o = 0
    IF (t > 3 && t <= 6 || v > -61) { o = 1 } ELSE IF (!(t < 10)) { o = 2 }
    i = gbar * (v + 80) * (1 + 0.1 * o) + 1e-7 * (k + l + m + n)
}
