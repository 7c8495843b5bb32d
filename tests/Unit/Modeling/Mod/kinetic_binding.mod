: two reactants, nonlinear, with conservation of each
NEURON {
    SUFFIX kinetic_binding
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 kf = 0.9 kb = 0.2 }
STATE { ca buf cab }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { ca = 0.5 buf = 1 cab = 0 }
BREAKPOINT {
    SOLVE scheme METHOD sparse
    i = gbar * cab * (v + 80)
}
KINETIC scheme {
    ~ ca + buf <-> cab (kf, kb)
    CONSERVE buf + cab = 1
}
