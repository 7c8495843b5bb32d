: a linear scheme with conservation, its initial state steady
NEURON {
    SUFFIX kinetic_conserve
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 }
STATE { c1 c2 o }
ASSIGNED { v (mV) i (mA/cm2) a (/ms) b (/ms) }
INITIAL { SOLVE scheme STEADYSTATE sparse }
BREAKPOINT {
    SOLVE scheme METHOD sparse
    i = gbar * o * (v + 80)
}
KINETIC scheme {
    rates(v)
    ~ c1 <-> c2 (2 * a, b)
    ~ c2 <-> o (a, 2 * b)
    CONSERVE c1 + c2 + o = 1
}
PROCEDURE rates(u (mV)) {
    a = 0.1 * exp((u + 60) / 15)
    b = 0.2 * exp(-(u + 60) / 25)
}
