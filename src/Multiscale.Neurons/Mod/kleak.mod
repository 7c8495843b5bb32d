: The k part of the leak, so that its charge is carried by an ion: ik = g (v - ek).
NEURON {
    SUFFIX kleak
    USEION k READ ek WRITE ik
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
    ek (mV)
    ik (mA/cm2)
}
BREAKPOINT { ik = g * (v - ek) }
