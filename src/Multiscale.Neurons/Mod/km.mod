: Muscarinic potassium current: Adams et al. 1982, J Physiol 330:537,
: as in the layer 5 cell of Hay et al. 2011, PLoS Comput Biol 7:e1002107;
: rates of 21 degC scaled to 34 degC by 2.3^1.3.
NEURON {
    SUFFIX km
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
    gbar = 7e-5 (S/cm2) <0, 1e9>
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
    LOCAL q, a, b
    q = 2.3^((34 - 21) / 10)
    a = 0.0033 * exp(0.1 * (u + 35))
    b = 0.0033 * exp(-0.1 * (u + 35))
    mtau = 1 / (q * (a + b))
    minf = a / (a + b)
}
