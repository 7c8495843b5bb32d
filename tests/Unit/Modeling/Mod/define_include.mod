: DEFINE and INCLUDE
DEFINE N 2
NEURON {
    SUFFIX define_include
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 }
STATE { m[N] }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { FROM j = 0 TO N-1 { m[j] = logistic(j) } }
BREAKPOINT {
    SOLVE states METHOD cnexp
    i = gbar * m[0] * m[N-1] * (v + 80)
}
DERIVATIVE states {
    m'[0] = (logistic((v + 60) / 5) - m[0]) / N
    m'[1] = -m[1] / 10
}
INCLUDE "shared_rates.inc"
