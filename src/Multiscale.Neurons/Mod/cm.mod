: Slow potassium current I_M (Yamada et al. 1989) as in Pospischil et al. 2008, Biol Cybern 99:427;
: rates x 2.3^((celsius - 36)/10).
NEURON {
    SUFFIX cm
    USEION k READ ek WRITE ik
    RANGE gbar, g, pinf, ptau, taumax
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER {
    gbar = 7e-5 (S/cm2) <0, 1e9>
    taumax = 608 (ms)
}
ASSIGNED {
    v (mV)
    celsius (degC)
    ek (mV)
    ik (mA/cm2)
    g (S/cm2)
    pinf
    ptau (ms)
}
STATE { p }
INITIAL {
    rates(v)
    p = pinf
}
BREAKPOINT {
    SOLVE gates METHOD cnexp
    g = gbar * p
    ik = g * (v - ek)
}
DERIVATIVE gates {
    rates(v)
    p' = (pinf - p) / ptau
}
PROCEDURE rates(u (mV)) {
    LOCAL q
    q = 2.3^((celsius - 36) / 10 (degC))
    pinf = 1 / (1 + exp(-(u + 35) / 10))
    ptau = taumax / (q * (3.3 * exp((u + 35) / 20) + exp(-(u + 35) / 20)))
}
