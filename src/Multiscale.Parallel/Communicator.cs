using System.Text;
using Multiscale.Interop;

namespace Multiscale.Parallel;

/// <summary>
/// The ranks of a run. Collective calls must be made by all ranks in the same order.
/// Names follow MPI.NET; data are spans of byte, int, long or double.
/// </summary>
public abstract class Communicator
{
    public abstract int Rank { get; }

    public abstract int Size { get; }

    public bool IsRoot => Rank == 0;

    /// <summary>The Fortran handle for native libraries.</summary>
    public abstract int Handle { get; }

    public abstract void Barrier();

    public abstract void Broadcast<T>(Span<T> data, int root = 0) where T : unmanaged;

    public abstract void Allreduce<T>(Span<T> data, MpiOperation operation) where T : unmanaged;

    /// <summary>One block of equal length per rank, in rank order.</summary>
    public abstract void Allgather<T>(ReadOnlySpan<T> send, Span<T> receive) where T : unmanaged;

    /// <summary>Starts an <see cref="Allgather"/> of bytes in pinned arrays that stay untouched until <see cref="Wait"/>; ranks that cannot do so gather at once. Returns a request.</summary>
    public virtual int StartAllgather(byte[] send, byte[] receive)
    {
        Allgather<byte>(send, receive);
        return 0;
    }

    /// <summary>Returns when what was started is done.</summary>
    public virtual void Wait(int request) { }

    /// <summary>Concatenates blocks of any length in rank order.</summary>
    public abstract T[] Allgatherv<T>(ReadOnlySpan<T> send, out int[] counts) where T : unmanaged;

    /// <summary>Sends <paramref name="sendCounts"/>[r] values to rank r (blocks in rank order); returns what the others sent here, in rank order.</summary>
    public abstract T[] Alltoallv<T>(ReadOnlySpan<T> send, ReadOnlySpan<int> sendCounts, out int[] receiveCounts) where T : unmanaged;

    /// <summary>Point-to-point blocks between neighbours: block i is [offsets[i], offsets[i + 1]).</summary>
    public abstract void NeighbourExchange(ReadOnlySpan<int> sendRanks, ReadOnlySpan<int> sendOffsets, ReadOnlySpan<double> send,
        ReadOnlySpan<int> receiveRanks, ReadOnlySpan<int> receiveOffsets, Span<double> receive);

    /// <summary>Ends the whole job at once with this exit code.</summary>
    public abstract void Abort(int exitCode);

    public T[] Allgatherv<T>(ReadOnlySpan<T> send) where T : unmanaged => Allgatherv(send, out _);

    public double Max(double value) => Reduce(value, MpiOperation.Max);

    public double Min(double value) => Reduce(value, MpiOperation.Min);

    public long Max(long value) => Reduce(value, MpiOperation.Max);

    public long Min(long value) => Reduce(value, MpiOperation.Min);

    /// <summary>Sum of whole numbers; for doubles use <see cref="ReproducibleSum"/>.</summary>
    public long Sum(long value) => Reduce(value, MpiOperation.Sum);

    /// <summary>Sums of whole numbers, element by element.</summary>
    public void Sum(Span<long> values) => Allreduce(values, MpiOperation.Sum);

    public bool Any(bool value) => Max(value ? 1L : 0L) != 0;

    /// <summary>The root's text on every rank.</summary>
    public string Broadcast(string? text)
    {
        byte[] bytes = IsRoot ? Encoding.UTF8.GetBytes(text ?? "") : [];
        Span<int> length = [bytes.Length];
        Broadcast(length);
        if (!IsRoot) bytes = new byte[length[0]];
        Broadcast<byte>(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>World communicator under mpirun, the serial twin otherwise.</summary>
    public static Communicator Start()
    {
        if (!MpiLibrary.LaunchedByMpi) return new SerialCommunicator();
        MpiLibrary.Initialize();
        return new MpiCommunicator(MpiLibrary.World);
    }

    private T Reduce<T>(T value, MpiOperation operation) where T : unmanaged
    {
        Span<T> one = [value];
        Allreduce(one, operation);
        return one[0];
    }
}
