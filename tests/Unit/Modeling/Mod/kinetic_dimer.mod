: stoichiometry above one: nonlinear
NEURON {
    SUFFIX kinetic_dimer
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 kf = 0.5 kb = 0.1 }
STATE { a d }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { a = 1 d = 0 }
BREAKPOINT {
    SOLVE scheme METHOD sparse
    i = gbar * d * (v + 80)
}
KINETIC scheme {
    ~ 2 a <-> d (kf, kb)
}
