: a CONSTANT block, limits, FROM TO of states, INDEPENDENT, PROTECT
NEURON {
    SUFFIX constants
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
    THREADSAFE
}
PARAMETER { gbar = 0.0002 k = 0.5 (/ms) <0, 10> }
STATE { m FROM 0 TO 1 n FROM 0 TO 1 START 0.4 (1) <1e-4> }
ASSIGNED { v (mV) i (mA/cm2) }
INDEPENDENT { t FROM 0 TO 1 WITH 1 (ms) }
CONSTANT { half = 0.5 minusten = -10 (mV) }
UNITSOFF
INITIAL { m = half PROTECT n = 0.25 }
UNITSON
BREAKPOINT {
    SOLVE states METHOD cnexp
    i = gbar * m * n * (v - minusten)
}
DERIVATIVE states {
    m' = -k * m
    n' = k * (half - n)
}
