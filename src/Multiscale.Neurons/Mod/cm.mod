TITLE Slow, non-inactivating potassium current I_M of cortical cells
: Yamada et al. 1989, as in Pospischil et al. 2008, Biol Cybern 99:427; rate x 2.3^((T - 36)/10).

NEURON {
    SUFFIX cm
    USEION k READ ek WRITE ik
    RANGE gbar, taumax
}

UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}

PARAMETER {
    gbar = 0 (S/cm2)
    taumax = 608 (ms)
}

ASSIGNED {
    v (mV)
    celsius (degC)
    ek (mV)
    ik (mA/cm2)
    pinf
    ptau (ms)
    q10
}

STATE { p }

INITIAL {
    q10 = 2.3^((celsius - 36)/10)
    rates(v)
    p = pinf
}

BREAKPOINT {
    SOLVE gates METHOD cnexp
    ik = gbar*p*(v - ek)
}

DERIVATIVE gates {
    rates(v)
    p' = (pinf - p)/ptau
}

PROCEDURE rates(v (mV)) {
    pinf = 1/(1 + exp(-(v + 35)/10))
    ptau = taumax/(q10*(3.3*exp((v + 35)/20) + exp(-(v + 35)/20)))
}
