: an ion without a reversal potential of its own, by NEURON's relation written out; USEION of two variables, one READ and one WRITE
NEURON {
    SUFFIX nernst_relation
    USEION ca READ cai, cao WRITE ica
    RANGE perm, ica, eca2
}
UNITS {
    (mV) = (millivolt)
    (mA) = (milliamp)
    (mM) = (milli/liter)
    R = (k-mole) (joule/degC)
    F = (faraday) (coulombs)
}
PARAMETER { perm = 1e-5 celsius (degC) }
ASSIGNED { v (mV) ica (mA/cm2) cai (mM) cao (mM) eca2 (mV) }
BREAKPOINT {
    eca2 = (1e3) * R * (celsius + 273.15) / (2 * F) * log(cao / cai)
    ica = perm * (v - eca2)
}
