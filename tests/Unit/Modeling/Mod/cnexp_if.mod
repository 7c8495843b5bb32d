: rates that differ by ranges of v
NEURON {
    SUFFIX cnexp_if
    NONSPECIFIC_CURRENT i
    RANGE gbar, minf, mtau, i
}
PARAMETER { gbar = 0.0002 }
STATE { m }
ASSIGNED { v (mV) i (mA/cm2) minf mtau (ms) }
INITIAL { rates(v) m = minf }
BREAKPOINT {
    SOLVE states METHOD cnexp
    IF (m > 0.5) { i = gbar * m * (v + 80) } ELSE { i = 0.5 * gbar * (v + 80) }
}
DERIVATIVE states {
    rates(v)
    m' = (minf - m) / mtau
}
PROCEDURE rates(u (mV)) {
    IF (u < -64) {
        minf = 0.2
        mtau = 2
    } ELSE IF (u < -60) {
        minf = 0.6
        mtau = 3
    } ELSE {
        minf = 0.9
        mtau = 5
    }
}
