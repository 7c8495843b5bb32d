: explicit Euler
NEURON {
    SUFFIX euler_linear
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 }
STATE { x }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { x = 0.2 }
BREAKPOINT {
    SOLVE states METHOD euler
    i = gbar * x * (v + 80)
}
DERIVATIVE states { x' = 0.3 * (1 - x) - 0.002 * (v + 65) * x }
