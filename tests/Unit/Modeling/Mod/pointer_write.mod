: a POINTER that is assigned: it drives a parameter of another mechanism of its compartment
: with pointer_driven
: pointer drive level.pointer_driven
NEURON {
    SUFFIX pointer_write
    POINTER drive
    RANGE slope
}
PARAMETER { slope = 0.01 }
ASSIGNED { v (mV) drive }
BREAKPOINT { drive = slope * (v + 80) }
