: functions of the library
NEURON {
    SUFFIX trigonometry
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, a, b
}
PARAMETER { gbar = 0.0002 }
ASSIGNED { v (mV) i (mA/cm2) a b }
BREAKPOINT {
    a = sin(t) + cos(t / 2) + tan(0.1) + tanh(v / 50) + sinh(0.3) + cosh(0.2)
    b = atan(v) + asin(0.3) + acos(0.2) + atan2(1, 2) + exp(-t)
    i = gbar * (v + 80) + 1e-6 * (a + b)
}
