: net_move: each event puts the next firing off
: weight 1
NEURON {
    ARTIFICIAL_CELL artificial_moved
    RANGE period
}
PARAMETER { period = 3.1 (ms) }
INITIAL { net_send(period, 1) }
NET_RECEIVE(w) {
    IF (flag == 1) {
        net_event(t)
        net_send(period, 1)
    } ELSE {
        net_move(t + period)
    }
}
