: expect MS1312 3:9
NEURON { SUFFIX x RANGE g }
STATE { g } PARAMETER { h = 1 g = 2 }
