: an ELECTRODE_CURRENT of a density mechanism
NEURON {
    SUFFIX electrode_density
    ELECTRODE_CURRENT i
    RANGE amp, i
}
PARAMETER { amp = 0.0005 (mA/cm2) }
ASSIGNED { v (mV) i (mA/cm2) }
BREAKPOINT {
    IF (t > 4 && t < 6) { i = amp * (1 - (v + 65) / 50) } ELSE { i = 0 }
}
