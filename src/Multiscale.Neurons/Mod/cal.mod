: High-voltage-activated calcium current, m^2 h: Reuveni et al. 1993, J Neurosci 13:4609,
: as in the layer 5 cell of Hay et al. 2011, PLoS Comput Biol 7:e1002107.
NEURON {
    SUFFIX cal
    USEION ca READ eca WRITE ica
    RANGE gbar, g, minf, mtau, hinf, htau
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
    g = gbar * m*m * h
    ica = g * (v - eca)
}
DERIVATIVE gates {
    rates(v)
    m' = (minf - m) / mtau
    h' = (hinf - h) / htau
}
PROCEDURE rates(u (mV)) {
    LOCAL a, b
    a = 0.055 * ratio(-27 - u, 3.8)
    b = 0.94 * exp((-75 - u) / 17)
    mtau = 1 / (a + b)
    minf = a / (a + b)
    a = 0.000457 * exp((-13 - u) / 50)
    b = 0.0065 / (exp((-u - 15) / 28) + 1)
    htau = 1 / (a + b)
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
