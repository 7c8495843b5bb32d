: blocks within blocks and names that hide others
NEURON {
    SUFFIX nested_blocks
    NONSPECIFIC_CURRENT i
    RANGE gbar, i, seen
}
PARAMETER { gbar = 0.0002 }
ASSIGNED { v (mV) i (mA/cm2) seen }
BREAKPOINT {
    LOCAL x
    x = 1
    {
        LOCAL x
        x = 5
        seen = x
    }
    seen = seen + x
    FROM k = 1 TO 2 {
        LOCAL y
        y = k * x
        IF (y > 1) {
            LOCAL z
            z = y + 0.5
            seen = seen + z
        }
    }
    i = gbar * (v + 80) * seen / 9
}
