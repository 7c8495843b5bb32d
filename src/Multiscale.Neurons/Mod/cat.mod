: Low-voltage-activated calcium current, m^2 h: Avery and Johnston 1996, J Neurosci 16:5567; times of Randall and Tsien
: 1997, Neuropharmacology 36:879, as in the layer 5 cell of Hay et al. 2011, PLoS Comput Biol 7:e1002107;
: times of 21 degC scaled to 34 degC by 2.3^1.3.
NEURON {
    SUFFIX cat
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
    LOCAL q, x
    q = 2.3^((34 - 21) / 10)
    x = u + 10
    minf = 1 / (1 + exp(-(x + 30) / 6))
    mtau = (5 + 20 / (1 + exp((x + 25) / 5))) / q
    hinf = 1 / (1 + exp((x + 80) / 6.4))
    htau = (20 + 50 / (1 + exp((x + 40) / 7))) / q
}
