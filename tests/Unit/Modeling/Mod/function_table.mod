: a FUNCTION_TABLE filled from outside with tau at -80, -70, -60, -50 mV
: table gatetau -80 -70 -60 -50 : 2 3 6 4
NEURON {
    SUFFIX function_table
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, tau
}
PARAMETER { gbar = 0.0002 }
STATE { m }
ASSIGNED { v (mV) i (mA/cm2) tau (ms) }
INITIAL { m = 0.2 }
BREAKPOINT {
    SOLVE states METHOD cnexp
    i = gbar * m * (v + 80)
}
DERIVATIVE states {
    tau = gatetau(v)
    m' = (0.7 - m) / tau
}
FUNCTION_TABLE gatetau(u (mV)) (ms)
