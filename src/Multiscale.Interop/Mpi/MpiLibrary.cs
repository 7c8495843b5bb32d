using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Multiscale.Core;

namespace Multiscale.Interop;

public enum MpiOperation { Sum = 0, Min = 1, Max = 2 }

/// <summary>MPI as typed managed calls on blittable spans: bytes, int, long and double. Errors end in an <see cref="EnvironmentException"/>.</summary>
public static unsafe class MpiLibrary
{
    /// <summary>True when a launcher (mpirun, srun) started this process as one of several ranks.</summary>
    public static bool LaunchedByMpi => Environment.GetEnvironmentVariable("OMPI_COMM_WORLD_SIZE") is not null
        || Environment.GetEnvironmentVariable("PMI_SIZE") is not null
        || Environment.GetEnvironmentVariable("PMIX_RANK") is not null;

    public static int World => MpiNative.ms_mpi_world();

    public static int Self => MpiNative.ms_mpi_self();

    public static void Initialize()
    {
        NativeLibraries.Register();
        Check(MpiNative.ms_mpi_init());
    }

    /// <summary>Ends MPI after success. Never call it after a failure: it waits for the others for ever; call <see cref="Abort"/>.</summary>
    public static void Complete() => Check(MpiNative.ms_mpi_finalize());

    public static void Abort(int comm, int exitCode) => _ = MpiNative.ms_mpi_abort(comm, exitCode);

    public static int Rank(int comm) { Check(MpiNative.ms_mpi_rank(comm, out int rank)); return rank; }

    public static int Size(int comm) { Check(MpiNative.ms_mpi_size(comm, out int size)); return size; }

    public static void Barrier(int comm) => Check(MpiNative.ms_mpi_barrier(comm));

    public static string Version()
    {
        byte* text = stackalloc byte[512];
        Check(MpiNative.ms_mpi_version(text, 512));
        return Marshal.PtrToStringUTF8((nint)text)!.Split('\n', ',')[0].Trim();
    }

    public static void Broadcast<T>(int comm, Span<T> data, int root) where T : unmanaged
    {
        fixed (T* p = data) Check(MpiNative.ms_mpi_bcast(comm, p, data.Length, TypeCode<T>(), root));
    }

    public static void Allreduce<T>(int comm, Span<T> data, MpiOperation operation) where T : unmanaged
    {
        fixed (T* p = data) Check(MpiNative.ms_mpi_allreduce(comm, p, data.Length, TypeCode<T>(), (int)operation));
    }

    public static void Allgather<T>(int comm, ReadOnlySpan<T> send, Span<T> receive) where T : unmanaged
    {
        fixed (T* s = send) fixed (T* r = receive) Check(MpiNative.ms_mpi_allgather(comm, s, r, send.Length, TypeCode<T>()));
    }

    public static void Allgatherv<T>(int comm, ReadOnlySpan<T> send, Span<T> receive, ReadOnlySpan<int> counts, ReadOnlySpan<int> offsets) where T : unmanaged
    {
        fixed (T* s = send) fixed (T* r = receive) fixed (int* c = counts) fixed (int* o = offsets)
            Check(MpiNative.ms_mpi_allgatherv(comm, s, send.Length, r, c, o, TypeCode<T>()));
    }

    /// <summary>Starts to gather blocks of bytes; the arrays must be pinned and stay until <see cref="Wait"/>.</summary>
    public static int StartAllgather(int comm, byte[] send, byte[] receive)
    {
        int request;
        fixed (byte* s = send) fixed (byte* r = receive) Check(MpiNative.ms_mpi_start_allgather(comm, s, r, send.Length, out request));
        return request;
    }

    /// <summary>Returns when what was started is done.</summary>
    public static void Wait(int request) => Check(MpiNative.ms_mpi_wait(request));

    public static void Alltoall<T>(int comm, ReadOnlySpan<T> send, Span<T> receive, int countPerRank) where T : unmanaged
    {
        fixed (T* s = send) fixed (T* r = receive) Check(MpiNative.ms_mpi_alltoall(comm, s, r, countPerRank, TypeCode<T>()));
    }

    public static void Alltoallv<T>(int comm, ReadOnlySpan<T> send, ReadOnlySpan<int> sendCounts, ReadOnlySpan<int> sendOffsets,
        Span<T> receive, ReadOnlySpan<int> receiveCounts, ReadOnlySpan<int> receiveOffsets) where T : unmanaged
    {
        fixed (T* s = send) fixed (T* r = receive) fixed (int* sc = sendCounts) fixed (int* so = sendOffsets) fixed (int* rc = receiveCounts) fixed (int* ro = receiveOffsets)
            Check(MpiNative.ms_mpi_alltoallv(comm, s, sc, so, r, rc, ro, TypeCode<T>()));
    }

    /// <summary>Sends block i of <paramref name="send"/> (offsets i to i + 1) to <paramref name="sendRanks"/>[i], and receives likewise.</summary>
    public static void NeighbourExchange(int comm, ReadOnlySpan<int> sendRanks, ReadOnlySpan<int> sendOffsets, ReadOnlySpan<double> send,
        ReadOnlySpan<int> receiveRanks, ReadOnlySpan<int> receiveOffsets, Span<double> receive)
    {
        fixed (int* sr = sendRanks) fixed (int* so = sendOffsets) fixed (double* s = send) fixed (int* rr = receiveRanks) fixed (int* ro = receiveOffsets) fixed (double* r = receive)
            Check(MpiNative.ms_mpi_neighbour_exchange(comm, sendRanks.Length, sr, so, s, receiveRanks.Length, rr, ro, r));
    }

    /// <summary>A whole number on rank 0 that every rank can add to at any time; collective.</summary>
    public static int CreateCounter(int comm) { Check(MpiNative.ms_mpi_counter_create(comm, out int window)); return window; }

    /// <summary>Adds to a counter; the value before.</summary>
    public static long AddToCounter(int window, long amount) { Check(MpiNative.ms_mpi_counter_add(window, amount, out long before)); return before; }

    /// <summary>Collective.</summary>
    public static void FreeCounter(int window) => Check(MpiNative.ms_mpi_counter_free(window));

    /// <summary>The one place where MPI's return codes become exceptions.</summary>
    private static void Check(int code)
    {
        if (code == 0) return;
        byte* text = stackalloc byte[512];
        _ = MpiNative.ms_mpi_error_string(code, text, 512);
        throw new EnvironmentException("MS0402", $"MPI: {Marshal.PtrToStringUTF8((nint)text)}");
    }

    private static int TypeCode<T>() where T : unmanaged
    {
        if (typeof(T) == typeof(byte)) return 0;
        if (typeof(T) == typeof(int)) return 1;
        if (typeof(T) == typeof(long)) return 2;
        if (typeof(T) == typeof(double)) return 3;
        throw new NotSupportedException(typeof(T).Name);
    }
}
