#include "ms.h"
#include <stddef.h>
#include <metis.h>

/* k-way partition of a graph in CSR form; part receives one block per vertex. Weights may be NULL. */
MS_API int32_t ms_metis_partition(int32_t vertices, int32_t *offsets, int32_t *neighbours, int32_t *vertex_weights, int32_t parts, int32_t seed, int32_t *part)
{
    idx_t options[METIS_NOPTIONS], n = vertices, constraints = 1, k = parts, cut = 0;
    METIS_SetDefaultOptions(options);
    options[METIS_OPTION_SEED] = seed;
    options[METIS_OPTION_NUMBERING] = 0;
    int rc = METIS_PartGraphKway(&n, &constraints, offsets, neighbours, vertex_weights, NULL, NULL, &k, NULL, NULL, options, &cut, part);
    return rc == METIS_OK ? 0 : rc;
}

/* Nested-dissection ordering of a graph in CSR form: order[k] is the vertex eliminated k-th. */
MS_API int32_t ms_metis_ordering(int32_t vertices, int32_t *offsets, int32_t *neighbours, int32_t seed, int32_t *order, int32_t *position)
{
    idx_t options[METIS_NOPTIONS], n = vertices;
    METIS_SetDefaultOptions(options);
    options[METIS_OPTION_SEED] = seed;
    options[METIS_OPTION_NUMBERING] = 0;
    int rc = METIS_NodeND(&n, offsets, neighbours, NULL, options, order, position);
    return rc == METIS_OK ? 0 : rc;
}
