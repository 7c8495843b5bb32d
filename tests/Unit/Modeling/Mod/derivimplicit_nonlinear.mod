: a quadratic decay by derivimplicit
NEURON {
    SUFFIX derivimplicit_nonlinear
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 k = 0.8 s = 0.2 }
STATE { x }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { x = 1 }
BREAKPOINT {
    SOLVE states METHOD derivimplicit
    i = gbar * x * (v + 80)
}
DERIVATIVE states { x' = -k * x * x + s }
