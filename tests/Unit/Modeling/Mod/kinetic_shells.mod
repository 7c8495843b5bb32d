: an array of compartments of unequal volume, loops over reactions
NEURON {
    SUFFIX kinetic_shells
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 d = 0.4 }
STATE { c[4] }
ASSIGNED { v (mV) i (mA/cm2) vol[4] }
INITIAL {
    FROM j = 0 TO 3 {
        vol[j] = 1 + j
        c[j] = 0
    }
    c[0] = 1
}
BREAKPOINT {
    SOLVE diffusion METHOD sparse
    i = gbar * c[3] * (v + 80)
}
KINETIC diffusion {
    COMPARTMENT j, vol[j] { c }
    FROM j = 0 TO 2 {
        ~ c[j] <-> c[j+1] (d, d)
    }
    ~ c[0] << (0.02)
}
