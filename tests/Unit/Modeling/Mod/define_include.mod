: DEFINE and INCLUDE
DEFINE N 2
NEURON {
    SUFFIX define_include
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, w
}
PARAMETER { gbar = 0.0002 }
STATE { p q }
ASSIGNED { v (mV) i (mA/cm2) w[N] }
INITIAL { FROM j = 0 TO N-1 { w[j] = logistic(j) / N } p = w[0] q = w[1] }
BREAKPOINT {
    SOLVE states METHOD cnexp
    i = gbar * p * q * (v + 80)
}
DERIVATIVE states {
    p' = (logistic((v + 60) / 5) - p) / N
    q' = -q / 10 + w[N-1]
}
INCLUDE "shared_rates.inc"
