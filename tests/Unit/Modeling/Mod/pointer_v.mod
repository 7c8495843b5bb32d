: a POINTER, set to the potential of its own compartment
: pointer source v
NEURON {
    SUFFIX pointer_v
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
    POINTER source
}
PARAMETER { gbar = 0.0002 }
ASSIGNED { v (mV) i (mA/cm2) source (mV) }
BREAKPOINT { i = gbar * (v + 80) * (1 + 0.01 * (source + 65)) }
