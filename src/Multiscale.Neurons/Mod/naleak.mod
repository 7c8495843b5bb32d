: The na part of the leak, so that its charge is carried by an ion: ina = g (v - ena).
NEURON {
    SUFFIX naleak
    USEION na READ ena WRITE ina
    RANGE g
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER { g = 1e-5 (S/cm2) <0, 1e9> }
ASSIGNED {
    v (mV)
    ena (mV)
    ina (mA/cm2)
}
BREAKPOINT { ina = g * (v - ena) }
