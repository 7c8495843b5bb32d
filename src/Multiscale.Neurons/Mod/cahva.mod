TITLE High-voltage-activated calcium channel with one squared gate

NEURON {
    SUFFIX cahva
    USEION ca READ eca WRITE ica
    RANGE gbar
}

UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}

PARAMETER { gbar = 0 (S/cm2) }

ASSIGNED {
    v (mV)
    eca (mV)
    ica (mA/cm2)
}

STATE { m }

INITIAL { m = minf(v) }

BREAKPOINT {
    SOLVE gates METHOD cnexp
    ica = gbar*m*m*(v - eca)
}

DERIVATIVE gates { m' = (minf(v) - m)/mtau(v) }

FUNCTION minf(v (mV)) { minf = 1/(1 + exp(-(v + 10)/6)) }

FUNCTION mtau(v (mV)) (ms) { mtau = 0.5 + 2/(1 + exp((v + 30)/10)) }
