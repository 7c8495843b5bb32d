: expect MS1301 2:1
COMMENT never closed
NEURON { SUFFIX x }
