: WATCH: a current switched by crossings of the potential
: weight 0.003
NEURON {
    POINT_PROCESS watch_threshold
    RANGE high, low, e, i, state_, g
    NONSPECIFIC_CURRENT i
}
PARAMETER { high = -55 (mV) low = -62 (mV) e = -80 (mV) tau = 2 (ms) }
ASSIGNED { v (mV) i (nA) state_ }
STATE { g (uS) }
INITIAL {
    g = 0
    state_ = 0
    net_send(0, 1)
}
BREAKPOINT {
    SOLVE decay METHOD cnexp
    i = g * v + 0.002 * state_ * (v - e)
}
DERIVATIVE decay { g' = -g / tau }
NET_RECEIVE(w) {
    IF (flag == 1) {
        WATCH (v > high) 2, (v < low) 3
    } ELSE IF (flag == 2) {
        state_ = 1
    } ELSE IF (flag == 3) {
        state_ = 0
    } ELSE {
        g = g + w
    }
}
