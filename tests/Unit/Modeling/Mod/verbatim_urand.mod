: the C code of published synapses with a random stream: known, and replaced (C code: no expectation)
VERBATIM
#include <stdlib.h>
#include "nrnran123.h"
/* declared here for the blocks below */
extern double nrn_random_pick(void* r);
extern void* nrn_random_arg(int argpos);
static int verbose = 0;
ENDVERBATIM
NEURON {
    THREADSAFE
    POINT_PROCESS verbatim_urand
    RANGE p, e, i, kept, lost
    BBCOREPOINTER rng
    NONSPECIFIC_CURRENT i
}
PARAMETER { p = 0.5 e = 0 (mV) }
ASSIGNED {
    v (mV)
    i (nA)
    rng
    usingR123
    kept
    lost
}
STATE { g (uS) }
INITIAL {
    g = 0
    kept = 0
    lost = 0
VERBATIM
    if (usingR123) {
        nrnran123_setseq((nrnran123_State*)_p_rng, 0, 0);
    }
ENDVERBATIM
}
BREAKPOINT {
    SOLVE decay METHOD cnexp
    i = g * (v - e)
}
DERIVATIVE decay { g' = -g / 2 }
NET_RECEIVE(w) {
    IF (!(w > 0)) {
VERBATIM
        return;
ENDVERBATIM
    }
    IF (urand() < p) {
        g = g + w
        kept = kept + 1
    } ELSE {
        lost = lost + 1
    }
}
PROCEDURE setRNG() {
VERBATIM
    usingR123 = 0;
    if (ifarg(1) && hoc_is_double_arg(1)) {
        nrnran123_State** slot = (nrnran123_State**)(&_p_rng);
        *slot = nrnran123_newstream((uint32_t)*getarg(1), (uint32_t)*getarg(2));
        usingR123 = 1;
    } else if (ifarg(1)) {
        _p_rng = nrn_random_arg(1);
    }
ENDVERBATIM
}
FUNCTION urand() {
VERBATIM
    double value = 0.0;
    if (usingR123) {
        value = nrnran123_dblpick((nrnran123_State*)_p_rng);
    } else if (_p_rng) {
        value = nrn_random_pick(_p_rng);
    }
    _lurand = value;
ENDVERBATIM
}
VERBATIM
static void bbcore_write(double* dArray, int* iArray, int* doffset, int* ioffset, _threadargsproto_) {
    if (iArray) {
        uint32_t* ia = ((uint32_t*)iArray) + *ioffset;
        nrnran123_getids3((nrnran123_State*)_p_rng, ia, ia + 1, ia + 2);
    }
    *ioffset += 3;
}
static void bbcore_read(double* dArray, int* iArray, int* doffset, int* ioffset, _threadargsproto_) {
    *ioffset += 3;
}
ENDVERBATIM
