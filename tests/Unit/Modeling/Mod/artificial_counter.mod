: an ARTIFICIAL_CELL that fires at every third event, and again after a delay
: weight 1
NEURON {
    ARTIFICIAL_CELL artificial_counter
    RANGE n, wait
}
PARAMETER { wait = 0.7 (ms) }
ASSIGNED { n }
INITIAL { n = 0 }
NET_RECEIVE(w) {
    IF (flag == 0) {
        n = n + w
        IF (n >= 3) {
            n = 0
            net_event(t)
            net_send(wait, 1)
        }
    } ELSE {
        net_event(t)
    }
}
