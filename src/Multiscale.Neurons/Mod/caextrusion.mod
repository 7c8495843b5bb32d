: A constant outward calcium current that balances the influx through channels at rest.
NEURON {
    SUFFIX caextrusion
    USEION ca WRITE ica
    RANGE rate
    THREADSAFE
}
UNITS { (mA) = (milliamp) }
PARAMETER { rate = 0 (mA/cm2) }
ASSIGNED { ica (mA/cm2) }
BREAKPOINT { ica = rate }
