: expect MS1317 4:20
NEURON {
    SUFFIX x
    USEION na READ xyz WRITE ina
}
BREAKPOINT { ina = 0 }
