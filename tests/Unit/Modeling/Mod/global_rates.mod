: GLOBAL variables, one value for all instances
NEURON {
    SUFFIX global_rates
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
    GLOBAL vhalf, minf
}
PARAMETER { gbar = 0.0002 vhalf = -55 (mV) }
STATE { m }
ASSIGNED { v (mV) i (mA/cm2) minf }
INITIAL { minf = 1 / (1 + exp(-(v - vhalf) / 5)) m = minf }
BREAKPOINT {
    SOLVE states METHOD cnexp
    i = gbar * m * (v + 80)
}
DERIVATIVE states {
    minf = 1 / (1 + exp(-(v - vhalf) / 5))
    m' = (minf - m) / 2
}
