: a linear system by derivimplicit
NEURON {
    SUFFIX derivimplicit_linear
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 }
STATE { x z }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { x = 1 z = 0 }
BREAKPOINT {
    SOLVE states METHOD derivimplicit
    i = gbar * x * (v + 80)
}
DERIVATIVE states {
    x' = -0.5 * x + 0.1 * z
    z' = 0.5 * x - 0.2 * z
}
