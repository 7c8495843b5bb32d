: Calcium in a shell below the membrane: influx through channels, first-order decay to rest (Destexhe et al. 1993, Biophys J 65:1538).
NEURON {
    SUFFIX cadecay
    USEION ca READ ica WRITE cai
    RANGE depth, tau, cainf
}
UNITS { (mM)=(milli/liter) (um)=(micron) (mA)=(milliamp) FARADAY=(faraday) (coulomb) }
PARAMETER { depth=0.1 (um) tau=20 (ms) cainf=5e-5 (mM) }
ASSIGNED { ica (mA/cm2) }
STATE { cai (mM) }
INITIAL { cai = cainf }
BREAKPOINT { SOLVE st METHOD cnexp }
DERIVATIVE st { cai' = -(1e4)*ica/(2*FARADAY*depth) - (cai - cainf)/tau }
