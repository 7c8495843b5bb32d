: One side of an electrical synapse; vgap is the potential on the other side.
NEURON {
    POINT_PROCESS HalfGap
    RANGE g, i, vgap
    ELECTRODE_CURRENT i
    THREADSAFE
}
UNITS {
    (nA) = (nanoamp)
    (mV) = (millivolt)
    (uS) = (microsiemens)
}
PARAMETER { g = 0.001 (uS) <0, 1e9> }
ASSIGNED {
    v (mV)
    vgap (mV)
    i (nA)
}
INITIAL { vgap = v }
BREAKPOINT { i = g * (vgap - v) }
