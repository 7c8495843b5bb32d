: expect MS1302 5:20
NEURON { SUFFIX x RANGE g NONSPECIFIC_CURRENT i }
PARAMETER { g = 1 }
STATE { m n[3] }
BREAKPOINT { IF (g = 1) { i = 2 } m = 1 }
