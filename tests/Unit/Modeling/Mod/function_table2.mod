: a FUNCTION_TABLE of two arguments: tau by voltage and by the gate itself; and a conductance by voltage and time
: table gatetau -80 -65 -50 -35 : 0 0.25 0.5 : 2 3 5 3 4 8 6 7 7.5 4 5 9
: table open -70 -60 : 0 20 : 0 1 0.5 2
NEURON {
    SUFFIX function_table2
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, tau, share
}
PARAMETER { gbar = 0.0002 }
STATE { m }
ASSIGNED { v (mV) i (mA/cm2) tau (ms) share }
INITIAL { m = 0.2 }
BREAKPOINT {
    SOLVE states METHOD cnexp
    share = open(v, t)
    i = gbar * m * share * (v + 80)
}
DERIVATIVE states {
    tau = gatetau(v, 0.03 * t)
    m' = (0.7 - m) / tau
}
FUNCTION_TABLE gatetau(u (mV), x) (ms)
FUNCTION_TABLE open(u (mV), t (ms))
