: RANDOM where currents are computed: a current of white noise, new in each step (not in NEURON 8: no expectation)
NEURON {
    SUFFIX random_noise
    NONSPECIFIC_CURRENT i
    RANGE sd, i, x, u, k, e
    RANDOM rng, other
}
PARAMETER { sd = 1e-3 (mA/cm2) }
ASSIGNED { i (mA/cm2) x u k e }
INITIAL {
    random_setids(other, 3, 4)
    random_setseq(other, 10)
    x = 0
}
BREAKPOINT {
    SOLVE draw METHOD after_cvode
    i = sd * x
}
PROCEDURE draw() {
    x = random_normal(rng)
    IF (x > 0) { u = random_uniform(other, 2, 4) } ELSE { u = 2 + 2 * random_dpick(other) }
    k = random_ipick(rng)
    e = random_negexp(rng, 5)
}
