: FOR_NETCONS: an event changes all weights
: weight 0.001 0
NEURON {
    POINT_PROCESS netcons_sum
    RANGE e, i, g, total
    NONSPECIFIC_CURRENT i
}
PARAMETER { e = 0 (mV) tau = 2 (ms) }
ASSIGNED { v (mV) i (nA) total }
STATE { g (uS) }
INITIAL { g = 0 total = 0 }
BREAKPOINT {
    SOLVE decay METHOD cnexp
    i = g * (v - e)
}
DERIVATIVE decay { g' = -g / tau }
NET_RECEIVE(w, n) {
    INITIAL { n = 0 }
    g = g + w
    n = n + 1
    total = 0
    FOR_NETCONS(w2, n2) {
        w2 = w2 * 1.5
        total = total + n2
    }
}
