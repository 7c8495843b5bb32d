: Integrate and fire with an excitatory current that jumps and decays (taue) and an inhibitory current that
: rises and decays (taui1, taui2), both feeding m, which decays with taum and fires at 1:
:   e' = -e/taue,  i1' = -i1/taui1,  i2' = -i2/taui2 + ai i1,  m' = -m/taum + ae e + ai2 i2.
: Weights are normalised: an event of weight w alone lets m peak at w. The time to the next firing is bracketed by
: the largest slope that can come and refined by self events.
NEURON {
    ARTIFICIAL_CELL IntFire4
    RANGE taue, taui1, taui2, taum, e, i1, i2, m
    GLOBAL eps
}
PARAMETER {
    taue = 5 (ms) <1e-9, 1e9>
    taui1 = 10 (ms) <1e-9, 1e9>
    taui2 = 20 (ms) <1e-9, 1e9>
    taum = 50 (ms) <1e-9, 1e9>
    eps = 1e-6
}
ASSIGNED {
    e
    i1
    i2
    m
    ce
    ci
    t0 (ms)
}
INITIAL {
    LOCAL tp
    IF (taue >= taui1) { taui1 = taue + 0.01 }
    IF (taui1 >= taui2) { taui2 = taui1 + 0.01 }
    IF (taui2 >= taum) { taum = taui2 + 0.01 }
    tp = log(taum / taue) / (1 / taue - 1 / taum)
    ce = 1 / rise(tp, taue)
    ci = 1 / peak2()
    e = 0
    i1 = 0
    i2 = 0
    m = 0
    t0 = t
    net_send(1e9, 1)
}
: response at time x of m to a unit of a current with time constant tau
FUNCTION rise(x, tau) {
    rise = (exp(-x / taum) - exp(-x / tau)) / (1 / tau - 1 / taum)
}
: response of m at time x to a unit of i1
FUNCTION rise2(x) {
    rise2 = (rise(x, taui2) - rise(x, taui1)) / (1 / taui1 - 1 / taui2)
}
: its peak, by golden section
FUNCTION peak2() {
    LOCAL a, b, x, y
    a = 0
    b = 5 * taum
    WHILE (b - a > 1e-9 * taum) {
        x = b - 0.6180339887498949 * (b - a)
        y = a + 0.6180339887498949 * (b - a)
        IF (rise2(x) > rise2(y)) { b = y } ELSE { a = x }
    }
    peak2 = rise2((a + b) / 2)
}
PROCEDURE advance() {
    LOCAL x, k
    x = t - t0
    k = (exp(-x / taui2) - exp(-x / taui1)) / (1 / taui1 - 1 / taui2)
    m = m * exp(-x / taum) + ce * e * rise(x, taue) + ci * (i2 * rise(x, taui2) + i1 * rise2(x))
    i2 = i2 * exp(-x / taui2) + i1 * k
    i1 = i1 * exp(-x / taui1)
    e = e * exp(-x / taue)
    t0 = t
}
: no crossing of 1 comes before this: the leak is left out and inhibition is counted at its least, zero, so that
: m gains at most ce e taue (1 - exp(-x/taue)) in the time x
FUNCTION soonest() (ms) {
    LOCAL gap, gain
    gap = 1 - m
    IF (m < 0) { gap = 1 }
    gain = ce * e * taue
    IF (gain <= gap) {
        soonest = 1e9
    } ELSE {
        soonest = -taue * log(1 - gap / gain)
        IF (soonest < eps) { soonest = eps }
    }
}
NET_RECEIVE(w) {
    advance()
    IF (flag == 1) {
        IF (m > 1 - eps) {
            net_event(t)
            m = 0
        }
        net_send(soonest(), 1)
    } ELSE {
        IF (w > 0) { e = e + w } ELSE { i1 = i1 + w }
        net_move(t + soonest())
    }
}
