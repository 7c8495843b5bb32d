: one side of a gap junction as many published files have it; vgap is the potential on the other side (no expectation: it takes two cells)
NEURON {
    POINT_PROCESS gap_pointer
    NONSPECIFIC_CURRENT i
    RANGE g, i
    POINTER vgap
}
UNITS {
    (nA) = (nanoamp)
    (mV) = (millivolt)
    (uS) = (microsiemens)
}
PARAMETER { g = 0.001 (uS) }
ASSIGNED {
    v (mV)
    vgap (mV)
    i (nA)
}
BREAKPOINT { i = g * (v - vgap) }
