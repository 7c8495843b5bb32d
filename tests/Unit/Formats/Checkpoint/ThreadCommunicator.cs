using System.Numerics;
using Multiscale.Interop;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

/// <summary>Ranks as threads of this process: collectives through shared slots, two barriers each.</summary>
internal sealed class ThreadCommunicator : Communicator
{
    private readonly Barrier barrier;
    private readonly object[] slots;

    private ThreadCommunicator(int rank, Barrier barrier, object[] slots) => (Rank, this.barrier, this.slots) = (rank, barrier, slots);

    /// <summary>Runs the action on every rank at once; the first failure ends the test.</summary>
    internal static void Run(int size, Action<Communicator> action)
    {
        using var barrier = new Barrier(size);
        var slots = new object[size];
        var failures = new Exception?[size];
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                action(new ThreadCommunicator(rank, barrier, slots));
            }
            catch (Exception e)
            {
                failures[rank] = e;
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        if (failures.FirstOrDefault(f => f is not null and not TimeoutException) is { } failure) throw failure;
        Assert.All(failures, Assert.Null);
    }

    public override int Rank { get; }

    public override int Size => slots.Length;

    public override int Handle => throw new NotSupportedException();

    public override void Barrier() => Wait();

    public override void Broadcast<T>(Span<T> data, int root = 0) => Share(data.ToArray(), all => all[root]).CopyTo(data);

    public override void Allgather<T>(ReadOnlySpan<T> send, Span<T> receive) => Share(send.ToArray(), all => all.SelectMany(a => a).ToArray()).CopyTo(receive);

    public override T[] Allgatherv<T>(ReadOnlySpan<T> send, out int[] counts)
    {
        (counts, var values) = Share(send.ToArray(), all => (all.Select(a => a.Length).ToArray(), all.SelectMany(a => a).ToArray()));
        return values;
    }

    public override void Allreduce<T>(Span<T> data, MpiOperation operation)
    {
        if (data is not { Length: 1 }) throw new NotSupportedException();
        data[0] = data[0] switch
        {
            long value => (T)(object)Reduce(value, operation),
            double value => (T)(object)Reduce(value, operation),
            _ => throw new NotSupportedException(),
        };
    }

    public override T[] Alltoallv<T>(ReadOnlySpan<T> send, ReadOnlySpan<int> sendCounts, out int[] receiveCounts)
    {
        (receiveCounts, var values) = Share((Values: send.ToArray(), Counts: sendCounts.ToArray()), all =>
            (all.Select(a => a.Counts[Rank]).ToArray(), all.SelectMany(a => a.Values.Skip(a.Counts[..Rank].Sum()).Take(a.Counts[Rank])).ToArray()));
        return values;
    }

    public override void NeighbourExchange(ReadOnlySpan<int> sendRanks, ReadOnlySpan<int> sendOffsets, ReadOnlySpan<double> send,
        ReadOnlySpan<int> receiveRanks, ReadOnlySpan<int> receiveOffsets, Span<double> receive) => throw new NotSupportedException();

    public override void Abort(int exitCode) => throw new NotSupportedException();

    private T Reduce<T>(T value, MpiOperation operation) where T : INumber<T> => Share(value, all => operation switch
    {
        MpiOperation.Min => all.Min()!,
        MpiOperation.Max => all.Max()!,
        _ => all.Aggregate((a, b) => a + b),
    });

    private TResult Share<T, TResult>(T mine, Func<T[], TResult> look)
    {
        slots[Rank] = mine!;
        Wait();
        var result = look(Array.ConvertAll(slots, s => (T)s));
        Wait();
        return result;
    }

    // A rank that failed never comes: the others must not wait for ever.
    private void Wait()
    {
        if (!barrier.SignalAndWait(TimeSpan.FromSeconds(20))) throw new TimeoutException("a rank did not come");
    }
}
