using System.Runtime.InteropServices;
using Multiscale.Interop;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

/// <summary>Ranks as threads of one process, for tests of rank independence without MPI.</summary>
internal sealed class ThreadRanks(int rank, ThreadRanks.Shared shared) : Communicator
{
    internal sealed class Shared(int size) : IDisposable
    {
        public readonly Barrier Barrier = new(size);
        public readonly byte[][] Slots = new byte[size][];

        public void Dispose() => Barrier.Dispose();
    }

    public static T[] Run<T>(int size, Func<Communicator, T> body)
    {
        using var shared = new Shared(size);
        var results = new T[size];
        var threads = Enumerable.Range(0, size).Select(r => new Thread(() => results[r] = body(new ThreadRanks(r, shared)))).ToArray();
        foreach (var t in threads) t.Start();
        foreach (var t in threads) t.Join();
        return results;
    }

    public override int Rank => rank;

    public override int Size => shared.Slots.Length;

    public override int Handle => throw new NotSupportedException();

    public override void Barrier() => shared.Barrier.SignalAndWait();

    public override T[] Allgatherv<T>(ReadOnlySpan<T> send, out int[] counts)
    {
        shared.Slots[rank] = MemoryMarshal.AsBytes(send).ToArray();
        Barrier();
        var blocks = shared.Slots.Select(s => MemoryMarshal.Cast<byte, T>(s).ToArray()).ToArray();
        Barrier();
        counts = [.. blocks.Select(b => b.Length)];
        return [.. blocks.SelectMany(b => b)];
    }

    public override void Allreduce<T>(Span<T> data, MpiOperation operation)
    {
        var all = Allgatherv<T>(data, out _);
        int width = data.Length;
        for (int i = 0; i < width; i++)
        {
            int at = i;
            var values = Enumerable.Range(0, Size).Select(r => all[r * width + at]);
            data[i] = operation == MpiOperation.Max ? values.Max() : operation == MpiOperation.Min ? values.Min()
                : typeof(T) == typeof(long) ? (T)(object)values.Sum(v => (long)(object)v) : throw new NotSupportedException();
        }
    }

    public override void Allgather<T>(ReadOnlySpan<T> send, Span<T> receive) => Allgatherv(send, out _).CopyTo(receive);

    public override void Broadcast<T>(Span<T> data, int root = 0) => throw new NotSupportedException();

    public override T[] Alltoallv<T>(ReadOnlySpan<T> send, ReadOnlySpan<int> sendCounts, out int[] receiveCounts) => throw new NotSupportedException();

    public override void NeighbourExchange(ReadOnlySpan<int> sendRanks, ReadOnlySpan<int> sendOffsets, ReadOnlySpan<double> send,
        ReadOnlySpan<int> receiveRanks, ReadOnlySpan<int> receiveOffsets, Span<double> receive) => throw new NotSupportedException();

    public override void Abort(int exitCode) => throw new NotSupportedException();
}
