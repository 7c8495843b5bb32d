: Large-conductance potassium current of voltage and calcium: scheme R1, p. 523, and channel A of table II of Moczydlowski and
: Latorre 1983, J Gen Physiol 82:511. The open fraction is alpha/(alpha + beta) with
: alpha = abar ca/(ca + k1 exp(-2 d1 v F/RT)), beta = bbar/(1 + ca/(k2 exp(-2 d2 v F/RT))).
NEURON {
    SUFFIX bk
    USEION k READ ek WRITE ik
    USEION ca READ cai
    RANGE gbar, g, oinf, otau, d1, d2, k1, k2, abar, bbar
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
    (mM) = (milli/liter)
    FARADAY = (faraday) (coulomb)
    R = (k-mole) (joule/degC)
}
PARAMETER {
    gbar = 0.001 (S/cm2) <0, 1e9>
    d1 = 0.84
    d2 = 1
    k1 = 0.18 (mM)
    k2 = 0.011 (mM)
    abar = 0.48 (/ms)
    bbar = 0.28 (/ms)
}
ASSIGNED {
    v (mV)
    celsius (degC)
    ek (mV)
    ik (mA/cm2)
    g (S/cm2)
    cai (mM)
    oinf
    otau (ms)
}
STATE { o }
INITIAL {
    rates(v, cai)
    o = oinf
}
BREAKPOINT {
    SOLVE gates METHOD cnexp
    g = gbar * o
    ik = g * (v - ek)
}
DERIVATIVE gates {
    rates(v, cai)
    o' = (oinf - o) / otau
}
PROCEDURE rates(u (mV), c (mM)) {
    LOCAL a, b, rtf
    rtf = 1000 * R * (celsius + 273.15) / FARADAY
    a = abar * c / (c + k1 * exp(-2 * d1 * u / rtf))
    b = bbar / (1 + c / (k2 * exp(-2 * d2 * u / rtf)))
    otau = 1 / (a + b)
    oinf = a * otau
}
