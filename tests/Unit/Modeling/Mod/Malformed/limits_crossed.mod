: expect MS1327 3:20
NEURON { SUFFIX x }
PARAMETER { g = 1 <5, 2> }
