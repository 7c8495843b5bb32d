: an ion of its own with a VALENCE, its reversal potential from the concentrations
NEURON {
    SUFFIX ion_valence
    USEION zn READ ezn, zni, zno WRITE izn VALENCE 2
    RANGE gbar, ratio
}
UNITS { (mM) = (milli/liter) }
PARAMETER { gbar = 1e-5 (S/cm2) }
ASSIGNED { v (mV) ezn (mV) zni (mM) zno (mM) izn (mA/cm2) ratio }
BREAKPOINT {
    ratio = zno / zni
    izn = gbar * (v - ezn) + 1e-7 * ratio
}
