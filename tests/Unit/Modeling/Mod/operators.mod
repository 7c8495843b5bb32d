: arithmetic: precedence, associativity, powers, signs
NEURON {
    SUFFIX operators
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, p1, p2, p3, p4, p5, p6, p7, p8
}
PARAMETER { gbar = 0.0002 two = 2 three = 3 }
ASSIGNED { v (mV) i (mA/cm2) p1 p2 p3 p4 p5 p6 p7 p8 }
BREAKPOINT {
    p1 = two^three^two
    p2 = -two^2
    p3 = two^-three * 4
    p4 = 1 / 2 * 3 - 4 / (2 / 3)
    p5 = 7 - 3 - 2 + -v
    p6 = pow(fabs(v), 0.5) + sqrt(-v) + log(-v) + log10(-v)
    p7 = (v + 65)^3 + 2.5e-1^.5 + 1.e1
    p8 = - two * - three
    i = gbar * (v + 80) + 1e-9 * (p1 + p2 + p3 + p4 + p5 + p6 + p7 + p8)
}
