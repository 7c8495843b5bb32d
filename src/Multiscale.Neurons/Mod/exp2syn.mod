: Synapse whose conductance is a difference of two exponentials; one event of weight w peaks at w.
: The peak of exp(-t/tau2) - exp(-t/tau1) lies at tp = tau1 tau2/(tau2 - tau1) ln(tau2/tau1).
NEURON {
    POINT_PROCESS Exp2Syn
    RANGE tau1, tau2, e, i, g
    NONSPECIFIC_CURRENT i
    THREADSAFE
}
UNITS {
    (nA) = (nanoamp)
    (mV) = (millivolt)
    (uS) = (microsiemens)
}
PARAMETER {
    tau1 = 0.1 (ms) <1e-9, 1e9>
    tau2 = 10 (ms) <1e-9, 1e9>
    e = 0 (mV)
}
ASSIGNED {
    v (mV)
    i (nA)
    g (uS)
    factor
}
STATE {
    A (uS)
    B (uS)
}
INITIAL {
    LOCAL tp
    IF (tau1 > 0.9999 * tau2) { tau1 = 0.9999 * tau2 }
    IF (tau1 < 1e-9 * tau2) { tau1 = 1e-9 * tau2 }
    A = 0
    B = 0
    tp = tau1 * tau2 / (tau2 - tau1) * log(tau2 / tau1)
    factor = 1 / (exp(-tp / tau2) - exp(-tp / tau1))
}
BREAKPOINT {
    SOLVE decay METHOD cnexp
    g = B - A
    i = g * (v - e)
}
DERIVATIVE decay {
    A' = -A / tau1
    B' = -B / tau2
}
NET_RECEIVE(weight (uS)) {
    A = A + weight * factor
    B = B + weight * factor
}
