: the constant-field equation by functions of its own
NEURON {
    SUFFIX ghk_current
    USEION ca READ cai, cao WRITE ica
    RANGE permeability
}
PARAMETER { permeability = 2e-7 (cm/s) }
ASSIGNED { v (mV) cai (mM) cao (mM) ica (mA/cm2) celsius (degC) }
UNITS { (mM) = (milli/liter) FARADAY = (faraday) (coulomb) R = (k-mole) (joule/degC) }
BREAKPOINT { ica = permeability * ghk(v, cai, cao) }
FUNCTION ghk(u (mV), ci (mM), co (mM)) (.001 coul/cm3) {
    LOCAL z
    z = (1e-3) * 2 * FARADAY * u / (R * (celsius + 273.15))
    ghk = (1e-3) * 2 * FARADAY * (ci * efun(-z) - co * efun(z))
}
FUNCTION efun(z) {
    IF (fabs(z) < 1e-4) { efun = 1 - z / 2 } ELSE { efun = z / (exp(z) - 1) }
}
