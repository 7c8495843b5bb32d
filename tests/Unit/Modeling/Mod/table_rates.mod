: rates from a table of 1 mV
NEURON {
    SUFFIX table_rates
    NONSPECIFIC_CURRENT i
    GLOBAL minf, mtau
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 }
STATE { m }
ASSIGNED { v (mV) i (mA/cm2) celsius (degC) minf mtau (ms) }
INITIAL { rates(v) m = minf }
BREAKPOINT {
    SOLVE states METHOD cnexp
    i = gbar * m * (v + 80)
}
DERIVATIVE states {
    rates(v)
    m' = (minf - m) / mtau
}
PROCEDURE rates(u (mV)) {
    TABLE minf, mtau DEPEND celsius FROM -100 TO 100 WITH 200
    minf = 1 / (1 + exp(-(u + 40) / 7))
    mtau = (1 + 4 / (1 + exp((u + 50) / 10))) * 3^((6.3 - celsius) / 10)
}
