: fmod, ceil, floor, fabs
NEURON {
    SUFFIX remainders
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, f, c, d
}
PARAMETER { gbar = 0.0002 }
ASSIGNED { v (mV) i (mA/cm2) f c d }
BREAKPOINT {
    f = fmod(-v, 7)
    c = ceil(v / 3)
    d = floor(v / 3)
    i = gbar * (v + 80) + 1e-7 * (f + c - d)
}
