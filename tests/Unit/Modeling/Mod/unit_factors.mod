: factors of the UNITS block, numbers in parentheses, units after numbers
NEURON {
    SUFFIX unit_factors
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, rtf, far, gas, circle, given, kilo
}
PARAMETER { gbar = 0.0002 }
ASSIGNED { v (mV) i (mA/cm2) celsius (degC) rtf far gas circle given kilo }
UNITS {
    (mV) = (millivolt)
    (mA) = (milliamp)
    (molar) = (1/liter)
    (mM) = (millimolar)
    FARADAY = (faraday) (coulomb)
    FKC = (faraday) (kilocoulomb)
    R = (k-mole) (joule/degC)
    PI = (pi) (1)
    GIVEN = 1.25 (mV)
    (um) = (micron)
    METRES = (kilometer) (um)
}
BREAKPOINT {
    far = FKC
    gas = R
    circle = PI * 2 (um)
    given = GIVEN
    kilo = METRES * (1e-9)
    rtf = (1000) * R * (celsius + 273.15 (degC)) / FARADAY
    i = gbar * (v + 80 (mV)) * rtf / 25(mV)
}
