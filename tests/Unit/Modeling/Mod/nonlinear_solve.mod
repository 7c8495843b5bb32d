: a NONLINEAR block solved each step
NEURON {
    SUFFIX nonlinear_solve
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 }
STATE { x z }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { x = 1 z = 1 }
BREAKPOINT {
    SOLVE balance METHOD newton
    i = gbar * x * (v + 80)
}
NONLINEAR balance {
    ~ x * x + z = 2 + 0.001 * (v + 65)
    ~ x * z = 0.5
}
