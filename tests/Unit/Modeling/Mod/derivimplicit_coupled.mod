: two coupled nonlinear states by derivimplicit
NEURON {
    SUFFIX derivimplicit_coupled
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 a = 0.7 b = 0.8 tau = 5 }
STATE { y w }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { y = -1 w = 0.2 }
BREAKPOINT {
    SOLVE states METHOD derivimplicit
    i = gbar * (y + 1.5) * (v + 80)
}
DERIVATIVE states {
    LOCAL drive
    drive = 0.5 + 0.01 * (v + 65)
    y' = y - y * y * y / 3 - w + drive
    w' = (y + a - b * w) / tau
}
