: a state that follows a level, which another mechanism may set
NEURON {
    SUFFIX pointer_driven
    NONSPECIFIC_CURRENT i
    RANGE level, i
}
PARAMETER { level = 0.2 }
STATE { x }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { x = 0 }
BREAKPOINT {
    SOLVE follow METHOD cnexp
    i = 0.0001 * x * (v + 80)
}
DERIVATIVE follow { x' = (level - x) / 3 }
