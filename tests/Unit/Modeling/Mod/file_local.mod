: LOCAL outside any block
NEURON {
    SUFFIX file_local
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 }
STATE { m }
ASSIGNED { v (mV) i (mA/cm2) }
LOCAL q, shift
INITIAL { q = 3^((celsius - 16.3) / 10) shift = 5 m = q }
BREAKPOINT {
    SOLVE states METHOD cnexp
    i = gbar * m * (v + 80 + shift)
}
DERIVATIVE states { m' = q * (0.5 - m) }
