: AMPA and NMDA conductances released together by vesicles with use-dependent probability.
: Each conductance is a difference of two exponentials with peak 1. Magnesium block of NMDA: Jahr and Stevens 1990,
: J Neurosci 10:3178. Release: the model of Tsodyks and Markram 1997, PNAS 94:719, with facilitation (Fuhrmann et al. 2002,
: J Neurophysiol 87:140), for nrrp sites that each hold one vesicle: a site releases with probability u and refills with rate 1/dep.
NEURON {
    POINT_PROCESS AmpaNmda
    RANGE taurampa, taudampa, taurnmda, taudnmda, e, mg, ratio, use, dep, fac, nrrp
    RANGE i, iampa, inmda, g, u, occupied, released
    NONSPECIFIC_CURRENT i
    RANDOM rng
    THREADSAFE
}
UNITS {
    (nA) = (nanoamp)
    (mV) = (millivolt)
    (uS) = (microsiemens)
    (mM) = (milli/liter)
}
PARAMETER {
    taurampa = 0.2 (ms) <1e-9, 1e9>
    taudampa = 1.7 (ms) <1e-9, 1e9>
    taurnmda = 0.29 (ms) <1e-9, 1e9>
    taudnmda = 43 (ms) <1e-9, 1e9>
    e = 0 (mV)
    mg = 1 (mM) <0, 1e9>
    ratio = 0.7 <0, 1e9>
    use = 0.5 <0, 1>
    dep = 670 (ms) <0, 1e9>
    fac = 17 (ms) <0, 1e9>
    nrrp = 1 <1, 1e6>
}
ASSIGNED {
    v (mV)
    i (nA)
    iampa (nA)
    inmda (nA)
    g (uS)
    fampa
    fnmda
    u
    occupied
    released
    tlast (ms)
}
STATE {
    aampa (uS)
    bampa (uS)
    anmda (uS)
    bnmda (uS)
}
INITIAL {
    aampa = 0
    bampa = 0
    anmda = 0
    bnmda = 0
    fampa = 1 / peak(taurampa, taudampa)
    fnmda = 1 / peak(taurnmda, taudnmda)
    u = 0
    occupied = nrrp
    released = 0
    tlast = -1e9
}
BREAKPOINT {
    SOLVE decay METHOD cnexp
    g = bampa - aampa + (bnmda - anmda) * unblocked(v)
    iampa = (bampa - aampa) * (v - e)
    inmda = (bnmda - anmda) * unblocked(v) * (v - e)
    i = iampa + inmda
}
DERIVATIVE decay {
    aampa' = -aampa / taurampa
    bampa' = -bampa / taudampa
    anmda' = -anmda / taurnmda
    bnmda' = -bnmda / taudnmda
}
FUNCTION unblocked(x (mV)) {
    unblocked = 1 / (1 + mg / 3.57 (mM) * exp(-0.062 (/mV) * x))
}
: largest value of exp(-t/d) - exp(-t/r)
FUNCTION peak(r (ms), d (ms)) {
    LOCAL tp
    tp = r * d / (d - r) * log(d / r)
    peak = exp(-tp / d) - exp(-tp / r)
}
NET_RECEIVE(weight (uS)) {
    LOCAL refill, empty
    IF (fac > 0) {
        u = u * exp(-(t - tlast) / fac)
        u = u + use * (1 - u)
    } ELSE {
        u = use
    }
    refill = 1
    IF (dep > 0) { refill = 1 - exp(-(t - tlast) / dep) }
    empty = nrrp - occupied
    FROM k = 1 TO empty {
        IF (random_uniform(rng) < refill) { occupied = occupied + 1 }
    }
    released = 0
    FROM k = 1 TO occupied {
        IF (random_uniform(rng) < u) { released = released + 1 }
    }
    occupied = occupied - released
    tlast = t
    aampa = aampa + weight * fampa * released / nrrp
    bampa = bampa + weight * fampa * released / nrrp
    anmda = anmda + weight * fnmda * ratio * released / nrrp
    bnmda = bnmda + weight * fnmda * ratio * released / nrrp
}
