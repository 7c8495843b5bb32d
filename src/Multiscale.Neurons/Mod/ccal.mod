TITLE High-threshold calcium current I_L of cortical cells
: Reuveni et al. 1993, J Neurosci 13:4609, as in Pospischil et al. 2008, Biol Cybern 99:427, but reversing at the Nernst potential;
: rates x 3^((T - 36)/10).

NEURON {
    SUFFIX ccal
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
    celsius (degC)
    eca (mV)
    ica (mA/cm2)
    qinf
    qtau (ms)
    rinf
    rtau (ms)
    q10
}

STATE { q r }

INITIAL {
    q10 = 3^((celsius - 36)/10)
    rates(v)
    q = qinf
    r = rinf
}

BREAKPOINT {
    SOLVE gates METHOD cnexp
    ica = gbar*q^2*r*(v - eca)
}

DERIVATIVE gates {
    rates(v)
    q' = (qinf - q)/qtau
    r' = (rinf - r)/rtau
}

PROCEDURE rates(v (mV)) {
    LOCAL a, b, x
    x = -27 - v
    if (fabs(x/3.8) < 1e-5) {
        a = 0.055*3.8*(1 - x/7.6)
    } else {
        a = 0.055*x/(exp(x/3.8) - 1)
    }
    b = 0.94*exp((-75 - v)/17)
    qinf = a/(a + b)
    qtau = 1/(q10*(a + b))
    a = 0.000457*exp((-13 - v)/50)
    b = 0.0065/(1 + exp((-15 - v)/28))
    rinf = a/(a + b)
    rtau = 1/(q10*(a + b))
}
