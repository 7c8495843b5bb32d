: fourth-order Runge and Kutta
NEURON {
    SUFFIX runge_nonlinear
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 }
STATE { x z }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { x = 0.2 z = 1 }
BREAKPOINT {
    SOLVE states METHOD runge
    i = gbar * x * (v + 80)
}
DERIVATIVE states {
    x' = z
    z' = 0.5 * (1 - x * x) * z - x
}
