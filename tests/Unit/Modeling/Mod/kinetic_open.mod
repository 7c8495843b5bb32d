: a scheme without a CONSERVE
NEURON {
    SUFFIX kinetic_open
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 }
STATE { c o i1 }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { c = 0.8 o = 0.1 i1 = 0.1 }
BREAKPOINT {
    SOLVE scheme METHOD sparse
    i = gbar * o * (v + 80)
}
KINETIC scheme {
    LOCAL f
    f = exp((v + 60) / 20)
    ~ c <-> o (0.3 * f, 0.4)
    ~ o <-> i1 (0.2, 0.05 / f)
    ~ i1 <-> c (0.1, 0.02)
}
