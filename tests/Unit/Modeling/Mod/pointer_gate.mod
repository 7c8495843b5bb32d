: a POINTER, set to a gate of another mechanism of its compartment
: with kdr
: pointer gate m.kdr
NEURON {
    SUFFIX pointer_gate
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, seen
    POINTER gate
}
PARAMETER { gbar = 0.0002 }
ASSIGNED { v (mV) i (mA/cm2) gate seen }
BREAKPOINT {
    seen = gate
    i = gbar * (v + 80) * (1 + 5 * gate)
}
