: Hyperpolarisation-activated cation current: Kole et al. 2006, J Neurosci 26:1677,
: as in the layer 5 cell of Hay et al. 2011, PLoS Comput Biol 7:e1002107.
NEURON {
    SUFFIX ih
    NONSPECIFIC_CURRENT i
    RANGE gbar, g, e, minf, mtau
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER {
    gbar = 2e-4 (S/cm2) <0, 1e9>
    e = -45 (mV)
}
ASSIGNED {
    v (mV)
    i (mA/cm2)
    g (S/cm2)
    minf
    mtau (ms)
}
STATE { m }
INITIAL {
    rates(v)
    m = minf
}
BREAKPOINT {
    SOLVE gates METHOD cnexp
    g = gbar * m
    i = g * (v - e)
}
DERIVATIVE gates {
    rates(v)
    m' = (minf - m) / mtau
}
PROCEDURE rates(u (mV)) {
    LOCAL a, b
    a = 0.001 * 6.43 * ratio(u + 154.9, 11.9)
    b = 0.001 * 193 * exp(u / 33.1)
    mtau = 1 / (a + b)
    minf = a / (a + b)
}
: x/(exp(x/y) - 1), continued through x = 0
FUNCTION ratio(x (mV), y (mV)) (mV) {
    IF (fabs(x / y) < 1e-6) {
        ratio = y * (1 - x / y / 2)
    } ELSE {
        ratio = x / (exp(x / y) - 1)
    }
}
