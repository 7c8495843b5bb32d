: Sodium, potassium and leak of the squid's giant axon: Hodgkin and Huxley 1952, J Physiol 117:500,
: with today's sign of v, rest near -65 mV; rates x 3^((celsius - 6.3)/10).
NEURON {
    SUFFIX hh
    USEION na READ ena WRITE ina
    USEION k READ ek WRITE ik
    NONSPECIFIC_CURRENT il
    RANGE gnabar, gkbar, gl, el, gna, gk
    RANGE minf, hinf, ninf, mtau, htau, ntau
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER {
    gnabar = 0.12 (S/cm2) <0, 1e9>
    gkbar = 0.036 (S/cm2) <0, 1e9>
    gl = 0.0003 (S/cm2) <0, 1e9>
    el = -54.3 (mV)
}
ASSIGNED {
    v (mV)
    celsius (degC)
    ena (mV)
    ek (mV)
    ina (mA/cm2)
    ik (mA/cm2)
    il (mA/cm2)
    gna (S/cm2)
    gk (S/cm2)
    minf
    hinf
    ninf
    mtau (ms)
    htau (ms)
    ntau (ms)
}
STATE { m h n }
INITIAL {
    rates(v)
    m = minf
    h = hinf
    n = ninf
}
BREAKPOINT {
    SOLVE gates METHOD cnexp
    gna = gnabar * m*m*m * h
    gk = gkbar * n*n*n*n
    ina = gna * (v - ena)
    ik = gk * (v - ek)
    il = gl * (v - el)
}
DERIVATIVE gates {
    rates(v)
    m' = (minf - m) / mtau
    h' = (hinf - h) / htau
    n' = (ninf - n) / ntau
}
PROCEDURE rates(u (mV)) {
    LOCAL q, a, b
    q = 3^((celsius - 6.3) / 10 (degC))
    a = vtrap(-(u + 40), 10) * 0.1
    b = 4 * exp(-(u + 65) / 18)
    mtau = 1 / (q * (a + b))
    minf = a / (a + b)
    a = 0.07 * exp(-(u + 65) / 20)
    b = 1 / (exp(-(u + 35) / 10) + 1)
    htau = 1 / (q * (a + b))
    hinf = a / (a + b)
    a = vtrap(-(u + 55), 10) * 0.01
    b = 0.125 * exp(-(u + 65) / 80)
    ntau = 1 / (q * (a + b))
    ninf = a / (a + b)
}
: x/(exp(x/y) - 1), continued through x = 0
FUNCTION vtrap(x, y) {
    IF (fabs(x / y) < 1e-6) {
        vtrap = y * (1 - x / y / 2)
    } ELSE {
        vtrap = x / (exp(x / y) - 1)
    }
}
