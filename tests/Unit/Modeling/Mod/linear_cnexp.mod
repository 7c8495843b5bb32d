: one linear state by cnexp
NEURON {
    SUFFIX linear_cnexp
    NONSPECIFIC_CURRENT i
    RANGE gbar, minf, mtau, i
}
PARAMETER { gbar = 0.0002 }
STATE { m }
ASSIGNED { v (mV) i (mA/cm2) minf mtau (ms) }
INITIAL { rates(v) m = minf }
BREAKPOINT {
    SOLVE states METHOD cnexp
    i = gbar * m * (v + 80)
}
DERIVATIVE states {
    rates(v)
    m' = (minf - m) / mtau
}
PROCEDURE rates(u (mV)) {
    minf = 1 / (1 + exp(-(u + 40) / 7))
    mtau = 1 + 4 / (1 + exp((u + 50) / 10))
}
