: Small-conductance calcium-activated potassium current: Kohler et al. 1996, Science 273:1709,
: as in the layer 5 cell of Hay et al. 2011, PLoS Comput Biol 7:e1002107:
: half activation at 0.43 uM, Hill coefficient 4.8.
NEURON {
    SUFFIX sk
    USEION k READ ek WRITE ik
    USEION ca READ cai
    RANGE gbar, g, zinf, ztau, zhalf
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
    (mM) = (milli/liter)
}
PARAMETER {
    gbar = 0.001 (S/cm2) <0, 1e9>
    zhalf = 0.00043 (mM)
}
ASSIGNED {
    v (mV)
    celsius (degC)
    ek (mV)
    ik (mA/cm2)
    g (S/cm2)
    cai (mM)
    zinf
    ztau (ms)
}
STATE { z }
INITIAL {
    rates(cai)
    z = zinf
}
BREAKPOINT {
    SOLVE gates METHOD cnexp
    g = gbar * z
    ik = g * (v - ek)
}
DERIVATIVE gates {
    rates(cai)
    z' = (zinf - z) / ztau
}
PROCEDURE rates(c (mM)) {
    IF (c < 1e-7) { c = 1e-7 }
    zinf = 1 / (1 + (zhalf / c)^4.8)
    ztau = 1
}
