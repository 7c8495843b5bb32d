: two nonspecific currents
NEURON {
    SUFFIX two_currents
    NONSPECIFIC_CURRENT il, ix
    RANGE gbar, il, ix
}
PARAMETER { gbar = 0.0002 }
ASSIGNED { v (mV) il (mA/cm2) ix (mA/cm2) }
BREAKPOINT {
    il = gbar * (v + 80)
    ix = 1e-5 * (v + 60)^2
}
