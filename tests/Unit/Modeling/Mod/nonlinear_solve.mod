: a NONLINEAR block solved each step
NEURON {
    SUFFIX nonlinear_solve
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 }
STATE { x y }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { x = 1 y = 1 }
BREAKPOINT {
    SOLVE balance METHOD newton
    i = gbar * x * (v + 80)
}
NONLINEAR balance {
    ~ x * x + y = 2 + 0.001 * (v + 65)
    ~ x * y = 0.5
}
