: a LINEAR block solved at the start
NEURON {
    SUFFIX linear_steady
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 }
STATE { p q r }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { SOLVE balance }
BREAKPOINT { i = gbar * p * (v + 80) }
LINEAR balance {
    ~ p + q + r = 1
    ~ 0.3 * p - 0.2 * q = 0
    ~ 0.1 * q = 0.4 * r
}
