: VERBATIM is kept as text (C code: no expectation)
TITLE C code, kept but not run
VERBATIM
#include <math.h>
ENDVERBATIM
NEURON {
    SUFFIX verbatim_kept
    NONSPECIFIC_CURRENT i
    BBCOREPOINTER store
    RANGE g
}
PARAMETER { g = 1e-5 }
ASSIGNED { v (mV) i (mA/cm2) store }
COMMENT
Nothing in here { counts.
ENDCOMMENT
BREAKPOINT { i = g * (v + 60) ? a comment of the second kind
}
PROCEDURE noted() {
VERBATIM
    int n = 0; /* { */
ENDVERBATIM
}
