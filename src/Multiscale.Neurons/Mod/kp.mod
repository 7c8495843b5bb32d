: Slowly inactivating potassium current, m^2 h: Korngreen and Sakmann 2000, J Physiol 525:621,
: as in the layer 5 cell of Hay et al. 2011, PLoS Comput Biol 7:e1002107;
: times of 21 degC scaled to 34 degC by 2.3^1.3.
NEURON {
    SUFFIX kp
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
    gbar = 0.002 (S/cm2) <0, 1e9>
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
    g = gbar * m*m * h
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
    minf = 1 / (1 + exp(-(x + 1) / 12))
    IF (x < -50) {
        mtau = (1.25 + 175.03 * exp(0.026 * x)) / q
    } ELSE {
        mtau = (1.25 + 13 * exp(-0.026 * x)) / q
    }
    hinf = 1 / (1 + exp((x + 54) / 11))
    htau = (360 + (1010 + 24 * (x + 55)) * exp(-((x + 75) / 48)^2)) / q
}
