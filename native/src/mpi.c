#include "ms.h"
#include <mpi.h>
#include <string.h>

static MPI_Comm comm_of(int32_t handle) { return MPI_Comm_f2c((MPI_Fint)handle); }

static MPI_Datatype type_of(int32_t code)
{
    switch (code) {
    case 0: return MPI_BYTE;
    case 1: return MPI_INT32_T;
    case 2: return MPI_INT64_T;
    case 3: return MPI_DOUBLE;
    default: return MPI_DATATYPE_NULL;
    }
}

static MPI_Op op_of(int32_t code)
{
    switch (code) {
    case 0: return MPI_SUM;
    case 1: return MPI_MIN;
    case 2: return MPI_MAX;
    default: return MPI_OP_NULL;
    }
}

MS_API int32_t ms_mpi_init(void)
{
    int done = 0, provided = 0;
    MPI_Initialized(&done);
    return done ? 0 : MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided);
}

MS_API int32_t ms_mpi_finalize(void)
{
    int started = 0, done = 0;
    MPI_Initialized(&started);
    MPI_Finalized(&done);
    return started && !done ? MPI_Finalize() : 0;
}

MS_API int32_t ms_mpi_world(void) { return (int32_t)MPI_Comm_c2f(MPI_COMM_WORLD); }

MS_API int32_t ms_mpi_self(void) { return (int32_t)MPI_Comm_c2f(MPI_COMM_SELF); }

MS_API int32_t ms_mpi_rank(int32_t comm, int32_t *rank) { return MPI_Comm_rank(comm_of(comm), rank); }

MS_API int32_t ms_mpi_size(int32_t comm, int32_t *size) { return MPI_Comm_size(comm_of(comm), size); }

MS_API int32_t ms_mpi_abort(int32_t comm, int32_t code) { return MPI_Abort(comm_of(comm), code); }

MS_API int32_t ms_mpi_barrier(int32_t comm) { return MPI_Barrier(comm_of(comm)); }

MS_API int32_t ms_mpi_error_string(int32_t code, uint8_t *text, int32_t capacity)
{
    char buffer[MPI_MAX_ERROR_STRING];
    int length = 0;
    int rc = MPI_Error_string(code, buffer, &length);
    if (length > capacity - 1) length = capacity - 1;
    memcpy(text, buffer, (size_t)length);
    text[length] = 0;
    return rc;
}

MS_API int32_t ms_mpi_version(uint8_t *text, int32_t capacity)
{
    char buffer[MPI_MAX_LIBRARY_VERSION_STRING];
    int length = 0;
    int rc = MPI_Get_library_version(buffer, &length);
    if (length > capacity - 1) length = capacity - 1;
    memcpy(text, buffer, (size_t)length);
    text[length] = 0;
    return rc;
}

MS_API int32_t ms_mpi_bcast(int32_t comm, void *data, int32_t count, int32_t type, int32_t root)
{
    return MPI_Bcast(data, count, type_of(type), root, comm_of(comm));
}

MS_API int32_t ms_mpi_allreduce(int32_t comm, void *data, int32_t count, int32_t type, int32_t op)
{
    return MPI_Allreduce(MPI_IN_PLACE, data, count, type_of(type), op_of(op), comm_of(comm));
}

MS_API int32_t ms_mpi_allgather(int32_t comm, const void *send, void *receive, int32_t count, int32_t type)
{
    return MPI_Allgather(send, count, type_of(type), receive, count, type_of(type), comm_of(comm));
}

MS_API int32_t ms_mpi_allgatherv(int32_t comm, const void *send, int32_t count, void *receive, const int32_t *counts, const int32_t *offsets, int32_t type)
{
    return MPI_Allgatherv(send, count, type_of(type), receive, counts, offsets, type_of(type), comm_of(comm));
}

/* Blocks of bytes of equal length, on their way until ms_mpi_wait returns; the buffers must stay where they are. */
MS_API int32_t ms_mpi_start_allgather(int32_t comm, const void *send, void *receive, int32_t bytes, int32_t *request)
{
    MPI_Request r;
    int rc = MPI_Iallgather(send, bytes, MPI_BYTE, receive, bytes, MPI_BYTE, comm_of(comm), &r);
    if (rc == MPI_SUCCESS) *request = (int32_t)MPI_Request_c2f(r);
    return rc;
}

MS_API int32_t ms_mpi_wait(int32_t request)
{
    MPI_Request r = MPI_Request_f2c((MPI_Fint)request);
    return MPI_Wait(&r, MPI_STATUS_IGNORE);
}

MS_API int32_t ms_mpi_alltoall(int32_t comm, const void *send, void *receive, int32_t count, int32_t type)
{
    return MPI_Alltoall(send, count, type_of(type), receive, count, type_of(type), comm_of(comm));
}

MS_API int32_t ms_mpi_alltoallv(int32_t comm, const void *send, const int32_t *send_counts, const int32_t *send_offsets,
                                void *receive, const int32_t *receive_counts, const int32_t *receive_offsets, int32_t type)
{
    return MPI_Alltoallv(send, send_counts, send_offsets, type_of(type), receive, receive_counts, receive_offsets, type_of(type), comm_of(comm));
}

/* Exchanges with the named neighbours only; pairs of ranks without traffic are never touched. */
MS_API int32_t ms_mpi_neighbour_exchange(int32_t comm, int32_t sends, const int32_t *send_ranks, const int32_t *send_offsets, const double *send,
                                         int32_t receives, const int32_t *receive_ranks, const int32_t *receive_offsets, double *receive)
{
    MPI_Comm c = comm_of(comm);
    MPI_Request requests[2 * 1024];
    if (sends + receives > 2 * 1024) return MPI_ERR_COUNT;
    int n = 0, rc = MPI_SUCCESS;
    for (int i = 0; i < receives && rc == MPI_SUCCESS; i++)
        rc = MPI_Irecv(receive + receive_offsets[i], receive_offsets[i + 1] - receive_offsets[i], MPI_DOUBLE, receive_ranks[i], 7, c, &requests[n++]);
    for (int i = 0; i < sends && rc == MPI_SUCCESS; i++)
        rc = MPI_Isend(send + send_offsets[i], send_offsets[i + 1] - send_offsets[i], MPI_DOUBLE, send_ranks[i], 7, c, &requests[n++]);
    return rc != MPI_SUCCESS ? rc : MPI_Waitall(n, requests, MPI_STATUSES_IGNORE);
}

/* A counter in the memory of rank 0, added to by one-sided operations: rank 0 need not listen. */
MS_API int32_t ms_mpi_counter_create(int32_t comm, int32_t *window)
{
    MPI_Comm c = comm_of(comm);
    MPI_Win w;
    int64_t *value;
    int rank, rc = MPI_Comm_rank(c, &rank);
    if (rc == MPI_SUCCESS) rc = MPI_Win_allocate(rank == 0 ? (MPI_Aint)sizeof(int64_t) : 0, sizeof(int64_t), MPI_INFO_NULL, c, &value, &w);
    if (rc == MPI_SUCCESS && rank == 0) {
        rc = MPI_Win_lock(MPI_LOCK_EXCLUSIVE, 0, 0, w);
        *value = 0;
        if (rc == MPI_SUCCESS) rc = MPI_Win_unlock(0, w);
    }
    if (rc == MPI_SUCCESS) rc = MPI_Barrier(c);
    if (rc == MPI_SUCCESS) rc = MPI_Win_lock_all(0, w);
    if (rc == MPI_SUCCESS) *window = (int32_t)MPI_Win_c2f(w);
    return rc;
}

MS_API int32_t ms_mpi_counter_add(int32_t window, int64_t amount, int64_t *before)
{
    MPI_Win w = MPI_Win_f2c((MPI_Fint)window);
    int rc = MPI_Fetch_and_op(&amount, before, MPI_INT64_T, 0, 0, MPI_SUM, w);
    return rc != MPI_SUCCESS ? rc : MPI_Win_flush(0, w);
}

MS_API int32_t ms_mpi_counter_free(int32_t window)
{
    MPI_Win w = MPI_Win_f2c((MPI_Fint)window);
    int rc = MPI_Win_unlock_all(w);
    return rc != MPI_SUCCESS ? rc : MPI_Win_free(&w);
}
