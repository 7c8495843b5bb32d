: LONGITUDINAL_DIFFUSION, without effect in one compartment
NEURON {
    SUFFIX diffusion_shell
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 dca = 0.2 (um2/ms) }
STATE { c }
ASSIGNED { v (mV) i (mA/cm2) diam (um) }
INITIAL { c = 1 }
BREAKPOINT {
    SOLVE scheme METHOD sparse
    i = gbar * c * (v + 80)
}
KINETIC scheme {
    COMPARTMENT diam * diam / 4 { c }
    LONGITUDINAL_DIFFUSION dca * diam * diam / 4 { c }
    ~ c -> (10)
}
