TITLE Delayed rectifier of cortical cells
: Pospischil et al. 2008, Biol Cybern 99:427, with the kinetics of Traub and Miles 1991; rates x 3^((T - 36)/10).

NEURON {
    SUFFIX ckd
    USEION k READ ek WRITE ik
    RANGE gbar, vt
}

UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}

PARAMETER {
    gbar = 0 (S/cm2)
    vt = -56.2 (mV)
}

ASSIGNED {
    v (mV)
    celsius (degC)
    ek (mV)
    ik (mA/cm2)
    ninf
    ntau (ms)
    q10
}

STATE { n }

INITIAL {
    q10 = 3^((celsius - 36)/10)
    rates(v - vt)
    n = ninf
}

BREAKPOINT {
    SOLVE gates METHOD cnexp
    ik = gbar*n^4*(v - ek)
}

DERIVATIVE gates {
    rates(v - vt)
    n' = (ninf - n)/ntau
}

PROCEDURE rates(u (mV)) {
    LOCAL a, b, x
    x = 15 - u
    if (fabs(x/5) < 1e-5) {
        a = 0.032*5*(1 - x/10)
    } else {
        a = 0.032*x/(exp(x/5) - 1)
    }
    b = 0.5*exp((10 - u)/40)
    ninf = a/(a + b)
    ntau = 1/(q10*(a + b))
}
