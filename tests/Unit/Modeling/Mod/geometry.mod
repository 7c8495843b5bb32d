: area and diam of the compartment, t and dt
NEURON {
    SUFFIX geometry
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, a, d, ramp
}
PARAMETER { gbar = 0.0002 }
ASSIGNED { v (mV) i (mA/cm2) area (um2) diam (um) a d ramp }
BREAKPOINT {
    a = area
    d = diam
    ramp = t * dt
    i = gbar * (v + 80) * a / 1256 + 1e-7 * d * ramp
}
