: INITIAL with SOLVE STEADYSTATE of a DERIVATIVE block
NEURON {
    SUFFIX steadystate_derivative
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 }
STATE { x }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL {
    x = 0.5
    SOLVE states STEADYSTATE derivimplicit
}
BREAKPOINT {
    SOLVE states METHOD derivimplicit
    i = gbar * x * (v + 80)
}
DERIVATIVE states {
    LOCAL a
    a = 0.2 * exp((v + 60) / 15)
    x' = a * (1 - x) - 0.3 * x * x
}
