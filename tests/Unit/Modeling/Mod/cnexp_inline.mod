: opening and closing rates within the equation, a state without decay, a LOCAL
NEURON {
    SUFFIX cnexp_inline
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 k = 0.3 (/ms) }
STATE { m h c }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { m = 0.1 h = 0.9 c = 0 }
BREAKPOINT {
    SOLVE states METHOD cnexp
    i = gbar * m * h * (v + 10)
}
DERIVATIVE states {
    LOCAL a, b
    a = k * exp((v + 60) / 20)
    b = 0.2
    m' = a * (1 - m) - b * m
    h' = -0.05 * h + 0.01 * (1 - h)
    c' = 0.1 * k
}
