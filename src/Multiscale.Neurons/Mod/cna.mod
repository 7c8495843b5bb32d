: Fast sodium current of cortical cells, m^3 h: Pospischil et al. 2008, Biol Cybern 99:427 (kinetics of Traub and
: Miles 1991); the reversal potential is the ion's; rates x 3^((celsius - 36)/10).
NEURON {
    SUFFIX cna
    USEION na READ ena WRITE ina
    RANGE gbar, g, minf, mtau, hinf, htau, vt
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER {
    gbar = 0.05 (S/cm2) <0, 1e9>
    vt = -56.2 (mV)
}
ASSIGNED {
    v (mV)
    celsius (degC)
    ena (mV)
    ina (mA/cm2)
    g (S/cm2)
    minf
    mtau (ms)
    hinf
    htau (ms)
}
STATE { m h }
INITIAL {
    rates(v)
    m = minf
    h = hinf
}
BREAKPOINT {
    SOLVE gates METHOD cnexp
    g = gbar * m*m*m * h
    ina = g * (v - ena)
}
DERIVATIVE gates {
    rates(v)
    m' = (minf - m) / mtau
    h' = (hinf - h) / htau
}
PROCEDURE rates(u (mV)) {
    LOCAL q, a, b, x
    q = 3^((celsius - 36) / 10 (degC))
    x = u - vt
    a = 0.32 * ratio(13 - x, 4)
    b = 0.28 * ratio(x - 40, 5)
    mtau = 1 / (q * (a + b))
    minf = a / (a + b)
    a = 0.128 * exp((17 - x) / 18)
    b = 4 / (1 + exp((40 - x) / 5))
    htau = 1 / (q * (a + b))
    hinf = a / (a + b)
}
: x/(exp(x/y) - 1), continued through x = 0
FUNCTION ratio(x (mV), y (mV)) (mV) {
    IF (fabs(x / y) < 1e-6) {
        ratio = y * (1 - x / y / 2)
    } ELSE {
        ratio = x / (exp(x / y) - 1)
    }
}
