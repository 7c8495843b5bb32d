: Leaky integrator m driven by a current i that decays with taus towards a steady bias ib:
:   taus i' = ib - i,   taum m' = i - m,   an event adds its weight to i, the cell fires when m reaches 1.
: The crossing is found by steps that cannot pass it, each a self event
: (the event-driven scheme of Hines and Carnevale 2004, Neurocomputing 58:1117).
NEURON {
    ARTIFICIAL_CELL IntFire2
    RANGE taus, taum, ib, i, m
}
PARAMETER {
    taus = 20 (ms) <1e-9, 1e9>
    taum = 10 (ms) <1e-9, 1e9>
    ib = 0
}
ASSIGNED {
    i
    m
    t0 (ms)
}
INITIAL {
    IF (taus <= taum) { taus = taum + 0.1 }
    i = ib
    m = 0
    t0 = t
    net_send(firetime(), 1)
}
: time to the crossing of 1 were i to stay at the larger of i and ib, which it never exceeds: so never late
FUNCTION firetime() (ms) {
    LOCAL c
    c = ib
    IF (i > ib) { c = i }
    IF (c <= 1) {
        firetime = 1e9
    } ELSE IF (m >= 1) {
        firetime = 0
    } ELSE {
        firetime = taum * log((c - m) / (c - 1))
    }
}
: carries i and m from t0 to t
PROCEDURE advance() {
    LOCAL es, em, f
    es = exp(-(t - t0) / taus)
    em = exp(-(t - t0) / taum)
    f = taus / (taus - taum)
    m = ib + (i - ib) * f * es + (m - ib - (i - ib) * f) * em
    i = ib + (i - ib) * es
    t0 = t
}
NET_RECEIVE(w) {
    advance()
    IF (flag == 1) {
        IF (m > 0.9999999) {
            net_event(t)
            m = 0
        }
        net_send(firetime(), 1)
    } ELSE {
        i = i + w
        net_move(t + firetime())
    }
}
