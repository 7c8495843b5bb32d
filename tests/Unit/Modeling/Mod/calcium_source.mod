: a calcium current through Nernst's potential
NEURON {
    SUFFIX calcium_source
    USEION ca READ eca WRITE ica
    RANGE gbar
}
PARAMETER { gbar = 2e-6 (S/cm2) }
ASSIGNED { v (mV) eca (mV) ica (mA/cm2) }
BREAKPOINT { ica = gbar * (v - eca) }
