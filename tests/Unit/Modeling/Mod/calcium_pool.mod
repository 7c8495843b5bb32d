: WRITE of an inner concentration, with the current of the other calcium mechanism of the cell
: with calcium_source
NEURON {
    SUFFIX calcium_pool
    USEION ca READ ica, cai WRITE cai
    RANGE depth, tau, floor_
}
UNITS {
    (mM) = (milli/liter)
    (mA) = (milliamp)
    FARADAY = (faraday) (coulomb)
}
PARAMETER { depth = 0.1 (um) tau = 8 (ms) floor_ = 1e-4 (mM) }
ASSIGNED { ica (mA/cm2) }
STATE { cai (mM) }
INITIAL { cai = floor_ }
BREAKPOINT { SOLVE pool METHOD cnexp }
DERIVATIVE pool { cai' = -(1e4) * ica / (2 * FARADAY * depth) - (cai - floor_) / tau }
