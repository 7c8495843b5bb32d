: GABA-A (difference of two exponentials with peak 1) and GABA-B (the G-protein cascade of Destexhe and Sejnowski 1995, PNAS
: 92:9515, with rates of Destexhe et al. 1998, Methods in Neuronal Modeling: r the receptor, s the G-protein, g = s^4/(s^4 + kd)).
: An event of weight w opens w of GABA-A at its peak and releases transmitter to GABA-B for cdur.
NEURON {
    POINT_PROCESS Gaba
    RANGE taur, taud, ea, eb, gb, cmax, cdur, i, ia, ib, c
    NONSPECIFIC_CURRENT i
    THREADSAFE
}
UNITS {
    (nA) = (nanoamp)
    (mV) = (millivolt)
    (uS) = (microsiemens)
    (mM) = (milli/liter)
}
PARAMETER {
    taur = 0.5 (ms) <1e-9, 1e9>
    taud = 8 (ms) <1e-9, 1e9>
    ea = -80 (mV)
    eb = -97 (mV)
    gb = 0 (uS) <0, 1e9>
    cmax = 0.5 (mM) <0, 1e9>
    cdur = 0.3 (ms) <0, 1e9>
    k1 = 0.52 (/mM /ms)
    k2 = 0.0013 (/ms)
    k3 = 0.098 (/ms)
    k4 = 0.033 (/ms)
    kd = 100
}
ASSIGNED {
    v (mV)
    i (nA)
    ia (nA)
    ib (nA)
    c (mM)
    factor
    pulses
}
STATE {
    a (uS)
    b (uS)
    r
    s
}
INITIAL {
    LOCAL tp
    tp = taur * taud / (taud - taur) * log(taud / taur)
    factor = 1 / (exp(-tp / taud) - exp(-tp / taur))
    a = 0
    b = 0
    r = 0
    s = 0
    c = 0
    pulses = 0
}
BREAKPOINT {
    SOLVE kinetics METHOD cnexp
    ia = (b - a) * (v - ea)
    ib = gb * s^4 / (s^4 + kd) * (v - eb)
    i = ia + ib
}
DERIVATIVE kinetics {
    a' = -a / taur
    b' = -b / taud
    r' = k1 * c * (1 - r) - k2 * r
    s' = k3 * r - k4 * s
}
NET_RECEIVE(weight (uS)) {
    IF (flag == 0) {
        a = a + weight * factor
        b = b + weight * factor
        pulses = pulses + 1
        c = cmax
        net_send(cdur, 1)
    } ELSE {
        pulses = pulses - 1
        IF (pulses < 1) { c = 0 }
    }
}
