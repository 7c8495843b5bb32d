: a source of noisy intervals, drawn in C as published sources do, or by exprand (C code: no expectation)
NEURON {
    ARTIFICIAL_CELL verbatim_netstim
    RANGE interval, number, start, noise, old
    THREADSAFE
    POINTER donotuse
}
PARAMETER {
    interval = 10 (ms) <1e-9, 1e9>
    number = 10
    start = 5 (ms)
    noise = 0 <0, 1>
    old = 0
}
ASSIGNED {
    left
    donotuse
}
INITIAL {
    left = number
    IF (left > 0) { net_send(start, 3) }
}
NET_RECEIVE(w) {
    IF (flag == 3) {
        net_event(t)
        left = left - 1
        IF (left > 0) { net_send(wait(), 3) }
    }
}
FUNCTION wait() (ms) {
    IF (noise == 0) {
        wait = interval
    } ELSE IF (old > 0) {
        wait = (1 - noise) * interval + noise * exprand(interval)
    } ELSE {
        wait = (1 - noise) * interval + noise * interval * erand()
    }
}
FUNCTION erand() {
VERBATIM
    if (_p_donotuse) {
        /* the distribution must be set to Random.negexp(1) */
        _lerand = nrn_random_pick(_p_donotuse);
    } else {
        hoc_execerror("no generator", 0);
    }
ENDVERBATIM
}
PROCEDURE noiseFromRandom() {
VERBATIM
    void** pv = (void**)(&_p_donotuse);
    *pv = ifarg(1) ? nrn_random_arg(1) : (void*)0;
ENDVERBATIM
}
