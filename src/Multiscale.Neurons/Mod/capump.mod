TITLE A constant outward calcium current that balances the influx at rest

NEURON {
    SUFFIX capump
    USEION ca WRITE ica
    RANGE i
}

UNITS { (mA) = (milliamp) }

PARAMETER { i = 0 (mA/cm2) }

ASSIGNED { ica (mA/cm2) }

BREAKPOINT { ica = i }
