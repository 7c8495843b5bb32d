: Fast non-inactivating potassium current, Kv3.1: Rettig et al. 1992, EMBO J 11:2473,
: as in the layer 5 cell of Hay et al. 2011, PLoS Comput Biol 7:e1002107.
NEURON {
    SUFFIX kdr
    USEION k READ ek WRITE ik
    RANGE gbar, g, minf, mtau
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER {
    gbar = 0.02 (S/cm2) <0, 1e9>
}
ASSIGNED {
    v (mV)
    celsius (degC)
    ek (mV)
    ik (mA/cm2)
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
    ik = g * (v - ek)
}
DERIVATIVE gates {
    rates(v)
    m' = (minf - m) / mtau
}
PROCEDURE rates(u (mV)) {
    minf = 1 / (1 + exp(-(u - 18.7) / 9.7))
    mtau = 0.2 * 20 / (1 + exp(-(u + 46.56) / 44.14))
}
