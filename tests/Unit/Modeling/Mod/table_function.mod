: a FUNCTION with a table
NEURON {
    SUFFIX table_function
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, s
}
PARAMETER { gbar = 0.0002 k = 7 }
ASSIGNED { v (mV) i (mA/cm2) s }
BREAKPOINT {
    s = open(v)
    i = gbar * s * (v + 80)
}
FUNCTION open(u (mV)) {
    TABLE DEPEND k FROM -90 TO 10 WITH 50
    open = 1 / (1 + exp(-(u + 50) / k))
}
