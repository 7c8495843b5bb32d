: Transient sodium current, m^3 h, of neocortical pyramidal cells: Colbert and Pan 2002, Nat Neurosci 5:533,
: as in the layer 5 cell of Hay et al. 2011, PLoS Comput Biol 7:e1002107;
: rates of 21 degC scaled to 34 degC by 2.3^1.3.
NEURON {
    SUFFIX nat
    USEION na READ ena WRITE ina
    RANGE gbar, g, minf, mtau, hinf, htau
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER {
    gbar = 0.05 (S/cm2) <0, 1e9>
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
    LOCAL q, a, b
    q = 2.3^((34 - 21) / 10)
    a = 0.182 * ratio(-(u + 38), 6)
    b = 0.124 * ratio(u + 38, 6)
    mtau = 1 / (q * (a + b))
    minf = a / (a + b)
    a = 0.015 * ratio(u + 66, 6)
    b = 0.015 * ratio(-(u + 66), 6)
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
