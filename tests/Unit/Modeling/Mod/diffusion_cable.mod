: calcium in two shells with a buffer, diffusing along the cable: its traces are those of diffusion.py (no expectation in one compartment)
DEFINE SHELLS 2
NEURON {
    SUFFIX diffusion_cable
    NONSPECIFIC_CURRENT i
    RANGE inflow, i, dca, decay
}
UNITS { (um) = (micron) PI = (pi) (1) }
PARAMETER {
    inflow = 0 (um2/ms)
    dca = 0.6 (um2/ms)
    dbuf = 0.1 (um2/ms)
    kf = 0.2
    kb = 0.05
    decay = 0.02
}
STATE { ca[SHELLS] buf bound }
ASSIGNED { i (mA/cm2) diam (um) cross[SHELLS] total }
INITIAL {
    cross[0] = PI * diam * diam / 4 * 0.3
    cross[1] = PI * diam * diam / 4 * 0.7
    ca[0] = 0.1
    ca[1] = 0.1
    buf = 1
    bound = 0
}
BREAKPOINT {
    SOLVE scheme METHOD sparse
    i = 1e-6 * ca[0]
}
KINETIC scheme {
    COMPARTMENT k, cross[k] { ca }
    COMPARTMENT cross[0] { buf bound }
    LONGITUDINAL_DIFFUSION k, dca * cross[k] { ca }
    LONGITUDINAL_DIFFUSION dbuf * cross[0] { bound }
    ~ ca[0] << (inflow)
    ~ ca[0] <-> ca[1] (0.5 * diam, 0.5 * diam)
    ~ ca[0] + buf <-> bound (kf * cross[0], kb * cross[0])
    ~ ca[1] -> (decay * cross[1])
}
