TITLE Fast sodium current of cortical cells
: Pospischil et al. 2008, Biol Cybern 99:427, with the kinetics of Traub and Miles 1991; rates x 3^((T - 36)/10).

NEURON {
    SUFFIX cna
    USEION na READ ena WRITE ina
    RANGE gbar, vt
}

UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}

PARAMETER {
    gbar = 0 (S/cm2)
    vt = -56.2 (mV)
}

ASSIGNED {
    v (mV)
    celsius (degC)
    ena (mV)
    ina (mA/cm2)
    minf
    hinf
    mtau (ms)
    htau (ms)
    q10
}

STATE { m h }

INITIAL {
    q10 = 3^((celsius - 36)/10)
    rates(v - vt)
    m = minf
    h = hinf
}

BREAKPOINT {
    SOLVE gates METHOD cnexp
    ina = gbar*m^3*h*(v - ena)
}

DERIVATIVE gates {
    rates(v - vt)
    m' = (minf - m)/mtau
    h' = (hinf - h)/htau
}

PROCEDURE rates(u (mV)) {
    LOCAL a, b
    a = 0.32*ratio(13 - u, 4)
    b = 0.28*ratio(u - 40, 5)
    minf = a/(a + b)
    mtau = 1/(q10*(a + b))
    a = 0.128*exp((17 - u)/18)
    b = 4/(1 + exp((40 - u)/5))
    hinf = a/(a + b)
    htau = 1/(q10*(a + b))
}

FUNCTION ratio(x, y) {
    : x/(exp(x/y) - 1), whose limit at x = 0 is y
    if (fabs(x/y) < 1e-5) {
        ratio = y*(1 - x/y/2)
    } else {
        ratio = x/(exp(x/y) - 1)
    }
}
