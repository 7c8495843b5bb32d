: NET_RECEIVE with variables of the connection, initialised within it
: weight 0.002 0 0 0
NEURON {
    POINT_PROCESS synapse_plastic
    RANGE tau, use, rec, e, i, g
    NONSPECIFIC_CURRENT i
}
PARAMETER { tau = 3 (ms) use = 0.4 rec = 20 (ms) e = 0 (mV) }
ASSIGNED { v (mV) i (nA) }
STATE { g (uS) }
INITIAL { g = 0 }
BREAKPOINT {
    SOLVE decay METHOD cnexp
    i = g * (v - e)
}
DERIVATIVE decay { g' = -g / tau }
NET_RECEIVE(weight (uS), ready, last (ms), n) {
    INITIAL {
        ready = 1
        last = 0
        n = 0
    }
    ready = 1 - (1 - ready) * exp(-(t - last) / rec)
    g = g + weight * ready * use
    ready = ready * (1 - use)
    last = t
    n = n + 1
}
