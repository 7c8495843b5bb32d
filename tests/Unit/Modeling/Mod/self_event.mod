: net_send to itself: an event opens the channel for a while
: weight 0.001
NEURON {
    POINT_PROCESS self_event
    RANGE dur, e, i, on
    NONSPECIFIC_CURRENT i
}
PARAMETER { dur = 1.25 (ms) e = 0 (mV) }
ASSIGNED { v (mV) i (nA) on (uS) }
INITIAL { on = 0 }
BREAKPOINT { i = on * (v - e) }
NET_RECEIVE(w (uS)) {
    IF (flag == 0) {
        on = on + w
        net_send(dur, 1)
    }
    IF (flag == 1) { on = on - w }
}
