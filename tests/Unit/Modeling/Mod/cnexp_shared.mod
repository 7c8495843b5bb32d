: cnexp states that depend on one another, each frozen while the other moves
NEURON {
    SUFFIX cnexp_shared
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 }
STATE { a b }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { a = 1 b = 0 }
BREAKPOINT {
    SOLVE states METHOD cnexp
    i = gbar * b * (v + 80)
}
DERIVATIVE states {
    a' = -0.5 * a
    b' = 0.5 * a - 0.1 * b
}
