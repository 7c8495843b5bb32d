: a root by WHILE
NEURON {
    SUFFIX while_newton
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, root
}
PARAMETER { gbar = 0.0002 }
ASSIGNED { v (mV) i (mA/cm2) root }
BREAKPOINT {
    root = squareroot(v + 100)
    i = gbar * root * (v + 80) / 6
}
FUNCTION squareroot(a) {
    LOCAL x, n
    x = a
    n = 0
    WHILE (fabs(x * x - a) > 1e-12 * a && n < 50) {
        x = (x + a / x) / 2
        n = n + 1
    }
    squareroot = x
}
