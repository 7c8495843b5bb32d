: Delayed rectifier of cortical cells, n^4: Pospischil et al. 2008, Biol Cybern 99:427 (kinetics of Traub and Miles
: 1991); rates x 3^((celsius - 36)/10).
NEURON {
    SUFFIX ckd
    USEION k READ ek WRITE ik
    RANGE gbar, g, ninf, ntau, vt
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER {
    gbar = 0.005 (S/cm2) <0, 1e9>
    vt = -56.2 (mV)
}
ASSIGNED {
    v (mV)
    celsius (degC)
    ek (mV)
    ik (mA/cm2)
    g (S/cm2)
    ninf
    ntau (ms)
}
STATE { n }
INITIAL {
    rates(v)
    n = ninf
}
BREAKPOINT {
    SOLVE gates METHOD cnexp
    g = gbar * n*n*n*n
    ik = g * (v - ek)
}
DERIVATIVE gates {
    rates(v)
    n' = (ninf - n) / ntau
}
PROCEDURE rates(u (mV)) {
    LOCAL q, a, b, x
    q = 3^((celsius - 36) / 10 (degC))
    x = u - vt
    a = 0.032 * ratio(15 - x, 5)
    b = 0.5 * exp((10 - x) / 40)
    ntau = 1 / (q * (a + b))
    ninf = a / (a + b)
}
: x/(exp(x/y) - 1), continued through x = 0
FUNCTION ratio(x (mV), y (mV)) (mV) {
    IF (fabs(x / y) < 1e-6) {
        ratio = y * (1 - x / y / 2)
    } ELSE {
        ratio = x / (exp(x / y) - 1)
    }
}
