: area and diam of the compartment, t and dt
NEURON {
    SUFFIX geometry
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, a, d, rise
}
PARAMETER { gbar = 0.0002 }
ASSIGNED { v (mV) i (mA/cm2) area (um2) diam (um) a d rise }
BREAKPOINT {
    a = area
    d = diam
    rise = t * dt
    i = gbar * (v + 80) * a / 1256 + 1e-7 * d * rise
}
