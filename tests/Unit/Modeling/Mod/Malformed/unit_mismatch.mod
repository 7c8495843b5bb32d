: expect MS1325 3:13
NEURON { SUFFIX x }
UNITS { Q = (faraday) (volt) }
