: ELECTRODE_CURRENT of a point process with at_time
NEURON {
    POINT_PROCESS electrode_pulse
    RANGE from, dur, amp, i
    ELECTRODE_CURRENT i
}
PARAMETER { from = 9 (ms) dur = 2 (ms) amp = 0.05 (nA) }
ASSIGNED { i (nA) }
BREAKPOINT {
    at_time(from)
    at_time(from + dur)
    IF (t >= from && t < from + dur) { i = amp } ELSE { i = 0 }
}
