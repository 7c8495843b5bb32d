: expect MS1308 4:5
NEURON {
    SUFFIX x
    POINT_PROCESS y
}
