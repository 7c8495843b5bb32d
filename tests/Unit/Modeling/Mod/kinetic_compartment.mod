: two volumes that differ
NEURON {
    SUFFIX kinetic_compartment
    NONSPECIFIC_CURRENT i
    RANGE gbar, i
}
PARAMETER { gbar = 0.0002 va = 2 vb = 0.5 }
STATE { a b s }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { a = 1 b = 0 s = 0.3 }
BREAKPOINT {
    SOLVE scheme METHOD sparse
    i = gbar * b * (v + 80)
}
KINETIC scheme {
    COMPARTMENT va { a }
    COMPARTMENT vb { b s }
    ~ a <-> b (0.3, 0.2)
    ~ b <-> s (0.1, 0.4)
}
