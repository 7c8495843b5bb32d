: expect MS1318 7:13
NEURON { SUFFIX x RANGE g NONSPECIFIC_CURRENT i }
PARAMETER { g = 1 }
STATE { m n[3] }
BREAKPOINT { SOLVE k METHOD sparse }
KINETIC k {
    ~ m <-> g (1, 2)
}
