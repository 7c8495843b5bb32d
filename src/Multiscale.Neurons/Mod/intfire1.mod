: Integrate and fire: m decays with tau, an event adds its weight, above 1 the cell fires and rests for refrac.
NEURON {
    ARTIFICIAL_CELL IntFire1
    RANGE tau, refrac, m
}
PARAMETER {
    tau = 10 (ms) <1e-9, 1e9>
    refrac = 5 (ms) <0, 1e9>
}
ASSIGNED {
    m
    t0 (ms)
    refractory
}
INITIAL {
    m = 0
    t0 = t
    refractory = 0
}
NET_RECEIVE(w) {
    IF (refractory == 0) {
        m = m * exp(-(t - t0) / tau)
        m = m + w
        t0 = t
        IF (m > 1) {
            refractory = 1
            m = 2
            net_send(refrac, refractory)
            net_event(t)
        }
    } ELSE IF (flag == 1) {
        t0 = t
        refractory = 0
        m = 0
    }
}
: m at the present time
FUNCTION M() {
    IF (refractory == 0) {
        M = m * exp(-(t - t0) / tau)
    } ELSE {
        M = 0
    }
}
