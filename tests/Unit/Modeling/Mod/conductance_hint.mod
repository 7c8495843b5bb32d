: CONDUCTANCE, state_discontinuity, and INITIAL of a connection
: weight 0.002 0
NEURON {
    POINT_PROCESS conductance_hint
    NONSPECIFIC_CURRENT i
    RANGE tau, e, i, count
}
UNITS {
    (nA) = (nanoamp)
    (mV) = (millivolt)
    (uS) = (microsiemens)
}
PARAMETER { tau = 3 (ms) e = -10 (mV) }
ASSIGNED { v (mV) i (nA) count }
STATE { g (uS) }
INITIAL {
    g = 0
    count = 0
}
BREAKPOINT {
    CONDUCTANCE g
    SOLVE decay METHOD cnexp
    i = g * (v - e)
}
DERIVATIVE decay { g' = -g / tau }
NET_RECEIVE(weight (uS), scale) {
    INITIAL { scale = 1.5 }
    state_discontinuity(g, g + weight * scale)
    scale = scale * 0.8
    count = count + 1
}
