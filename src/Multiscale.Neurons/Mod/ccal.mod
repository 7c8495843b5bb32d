: High-threshold calcium current I_L, q^2 r: Reuveni et al. 1993, J Neurosci 13:4609, as in Pospischil et al. 2008, Biol
: Cybern 99:427, with the reversal potential of the ion instead of 120 mV; rates x 3^((celsius - 36)/10).
NEURON {
    SUFFIX ccal
    USEION ca READ eca WRITE ica
    RANGE gbar, g, qinf, qtau, rinf, rtau
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER {
    gbar = 1e-4 (S/cm2) <0, 1e9>
}
ASSIGNED {
    v (mV)
    celsius (degC)
    eca (mV)
    ica (mA/cm2)
    g (S/cm2)
    qinf
    qtau (ms)
    rinf
    rtau (ms)
}
STATE { q r }
INITIAL {
    rates(v)
    q = qinf
    r = rinf
}
BREAKPOINT {
    SOLVE gates METHOD cnexp
    g = gbar * q*q * r
    ica = g * (v - eca)
}
DERIVATIVE gates {
    rates(v)
    q' = (qinf - q) / qtau
    r' = (rinf - r) / rtau
}
PROCEDURE rates(u (mV)) {
    LOCAL f, a, b
    f = 3^((celsius - 36) / 10 (degC))
    a = 0.055 * ratio(-27 - u, 3.8)
    b = 0.94 * exp((-75 - u) / 17)
    qtau = 1 / (f * (a + b))
    qinf = a / (a + b)
    a = 0.000457 * exp((-13 - u) / 50)
    b = 0.0065 / (1 + exp((-15 - u) / 28))
    rtau = 1 / (f * (a + b))
    rinf = a / (a + b)
}
: x/(exp(x/y) - 1), continued through x = 0
FUNCTION ratio(x (mV), y (mV)) (mV) {
    IF (fabs(x / y) < 1e-6) {
        ratio = y * (1 - x / y / 2)
    } ELSE {
        ratio = x / (exp(x / y) - 1)
    }
}
