: RANDOM: an event is kept or lost (not in NEURON 8: no expectation)
NEURON {
    POINT_PROCESS random_release
    RANGE p, e, i
    RANDOM rng, other
    NONSPECIFIC_CURRENT i
}
PARAMETER { p = 0.5 e = 0 (mV) }
ASSIGNED { v (mV) i (nA) }
STATE { g (uS) }
INITIAL {
    random_setseq(rng, 5)
    g = 0
}
BREAKPOINT {
    SOLVE decay METHOD cnexp
    i = g * (v - e)
}
DERIVATIVE decay { g' = -g / 2 }
NET_RECEIVE(w) {
    IF (random_uniform(rng) < p) { g = g + w * random_negexp(other, 1) + 0 * random_normal(other) }
}
