TITLE The leak, split into a sodium and a potassium conductance, so that its charge is carried by ions

NEURON {
    SUFFIX leak
    USEION na READ ena WRITE ina
    USEION k READ ek WRITE ik
    RANGE gna, gk
}

UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}

PARAMETER {
    gna = 0 (S/cm2)
    gk = 0 (S/cm2)
}

ASSIGNED {
    v (mV)
    ena (mV)
    ek (mV)
    ina (mA/cm2)
    ik (mA/cm2)
}

BREAKPOINT {
    ina = gna*(v - ena)
    ik = gk*(v - ek)
}
