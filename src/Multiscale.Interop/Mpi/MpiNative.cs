using System.Runtime.InteropServices;

namespace Multiscale.Interop;

/// <summary>Bindings of native/src/mpi.c; every return code goes through <see cref="MpiLibrary.Check"/>.</summary>
internal static unsafe partial class MpiNative
{
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_init();
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_finalize();
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_world();
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_self();
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_rank(int comm, out int rank);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_size(int comm, out int size);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_abort(int comm, int code);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_barrier(int comm);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_error_string(int code, byte* text, int capacity);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_version(byte* text, int capacity);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_bcast(int comm, void* data, int count, int type, int root);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_allreduce(int comm, void* data, int count, int type, int op);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_allgather(int comm, void* send, void* receive, int count, int type);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_allgatherv(int comm, void* send, int count, void* receive, int* counts, int* offsets, int type);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_start_allgather(int comm, void* send, void* receive, int bytes, out int request);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_wait(int request);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_alltoall(int comm, void* send, void* receive, int count, int type);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_alltoallv(int comm, void* send, int* sendCounts, int* sendOffsets, void* receive, int* receiveCounts, int* receiveOffsets, int type);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_neighbour_exchange(int comm, int sends, int* sendRanks, int* sendOffsets, double* send, int receives, int* receiveRanks, int* receiveOffsets, double* receive);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_counter_create(int comm, out int window);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_counter_add(int window, long amount, out long before);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_mpi_counter_free(int window);
}
