: expect MS1304 4:5
NEURON {
    SUFFIX x
    RNAGE g
}
PARAMETER { g = 1 }
