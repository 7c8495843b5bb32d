: inflow by << and outflow by ->
NEURON {
    SUFFIX kinetic_flux
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, flux
}
PARAMETER { gbar = 0.0002 k = 0.25 }
STATE { x z }
ASSIGNED { v (mV) i (mA/cm2) flux }
INITIAL { x = 0.3 z = 0 }
BREAKPOINT {
    SOLVE scheme METHOD sparse
    i = gbar * x * (v + 80)
}
KINETIC scheme {
    flux = 0.01 * (v + 70)
    ~ x << (flux)
    ~ x <-> z (0.2, 0.1)
    ~ z -> (k)
}
