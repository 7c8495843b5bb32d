: Transient (A-type) potassium current, m^4 h: Korngreen and Sakmann 2000, J Physiol 525:621,
: as in the layer 5 cell of Hay et al. 2011, PLoS Comput Biol 7:e1002107;
: times of 21 degC scaled to 34 degC by 2.3^1.3.
NEURON {
    SUFFIX ka
    USEION k READ ek WRITE ik
    RANGE gbar, g, minf, mtau, hinf, htau
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER {
    gbar = 0.003 (S/cm2) <0, 1e9>
}
ASSIGNED {
    v (mV)
    celsius (degC)
    ek (mV)
    ik (mA/cm2)
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
    g = gbar * m*m*m*m * h
    ik = g * (v - ek)
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
    minf = 1 / (1 + exp(-x / 19))
    mtau = (0.34 + 0.92 * exp(-((x + 71) / 59)^2)) / q
    hinf = 1 / (1 + exp((x + 66) / 10))
    htau = (8 + 49 * exp(-((x + 73) / 23)^2)) / q
}
