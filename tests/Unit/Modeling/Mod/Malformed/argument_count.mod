: expect MS1313 6:18
NEURON { SUFFIX x RANGE g NONSPECIFIC_CURRENT i }
PARAMETER { g = 1 }
STATE { m n[3] }
FUNCTION f(x) { f = x }
BREAKPOINT { i = f(g, v) SOLVE d METHOD cnexp }
DERIVATIVE d { m' = -m }
