: BEFORE and AFTER blocks
NEURON {
    SUFFIX block_hooks
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, steps, rest
}
PARAMETER { gbar = 0.0002 }
ASSIGNED { v (mV) i (mA/cm2) steps rest }
BEFORE INITIAL { steps = 0 }
AFTER INITIAL { rest = v }
BEFORE STEP { steps = steps + 1 }
BREAKPOINT { i = gbar * (v - rest) }
