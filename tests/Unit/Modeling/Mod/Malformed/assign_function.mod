: expect MS1311 6:14
NEURON { SUFFIX x RANGE g NONSPECIFIC_CURRENT i }
PARAMETER { g = 1 }
STATE { m n[3] }
FUNCTION f(x) { f = x }
BREAKPOINT { f = 2 i = g SOLVE d METHOD cnexp }
DERIVATIVE d { m' = -m }
