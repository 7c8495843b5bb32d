: functions that call functions, a procedure that calls a procedure
NEURON {
    SUFFIX nested_functions
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, a, b
}
PARAMETER { gbar = 0.0002 }
ASSIGNED { v (mV) i (mA/cm2) a b }
BREAKPOINT {
    outer(v)
    i = gbar * a * (v + 80) + 1e-6 * b
}
PROCEDURE outer(u) { inner(u + 5) b = twice(twice(a)) }
PROCEDURE inner(u) {
    LOCAL a0
    a0 = bell((u + 60) / 10)
    a = twice(a0) / 2
}
FUNCTION twice(x) { twice = 2 * x }
FUNCTION bell(x) { bell = exp(-square(x)) }
FUNCTION square(x) { square = x * x }
