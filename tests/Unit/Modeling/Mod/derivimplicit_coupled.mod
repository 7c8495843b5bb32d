: two coupled nonlinear states by derivimplicit
NEURON {
    SUFFIX derivimplicit_coupled
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 a = 0.7 b = 0.8 tau = 5 }
STATE { z w }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { z = -1 w = 0.2 }
BREAKPOINT {
    SOLVE states METHOD derivimplicit
    i = gbar * (z + 1.5) * (v + 80)
}
DERIVATIVE states {
    LOCAL drive
    drive = 0.5 + 0.01 * (v + 65)
    z' = z - z * z * z / 3 - w + drive
    w' = (z + a - b * w) / tau
}
