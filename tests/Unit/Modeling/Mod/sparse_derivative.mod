: a linear DERIVATIVE block by sparse
NEURON {
    SUFFIX sparse_derivative
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 }
STATE { x y }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { x = 1 y = 0 }
BREAKPOINT {
    SOLVE states METHOD sparse
    i = gbar * x * (v + 80)
}
DERIVATIVE states {
    x' = -0.5 * x + 0.1 * y
    y' = 0.5 * x - 0.2 * y
}
