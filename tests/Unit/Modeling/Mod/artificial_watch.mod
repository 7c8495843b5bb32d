: a leaky charge that events add to; fires when it has fallen below low, and when it has risen above high (no expectation: NEURON 8 crashes on WATCH in an ARTIFICIAL_CELL)
NEURON {
    ARTIFICIAL_CELL ArtificialWatch
    RANGE tau, low, high, m, falls, rises
}
PARAMETER {
    tau = 5 (ms)
    low = 0.3
    high = 1.5
}
ASSIGNED {
    m
    t0 (ms)
    falls
    rises
}
INITIAL {
    m = 0
    t0 = 0
    falls = 0
    rises = 0
    net_send(0, 1)
}
FUNCTION left() {
    left = m * exp(-(t - t0) / tau)
}
NET_RECEIVE (w) {
    if (flag == 0) {
        m = left() + w
        t0 = t
    } else if (flag == 1) {
        WATCH (left() < low) 2, (left() > high) 3
    } else if (flag == 2) {
        falls = falls + 1
        net_event(t)
    } else {
        rises = rises + 1
        net_event(t)
    }
}
