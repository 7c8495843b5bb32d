using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Formats;

/// <summary>
/// Brings the values of a distributed set to rank 0 in the order of global ids, and back; for outputs that one rank writes.
/// All calls are collective. An entity that no rank owns keeps the value NaN.
/// </summary>
public sealed class RootGather
{
    private readonly Communicator ranks;
    private readonly long[] ids; // on the root: of all ranks' entities, rank by rank
    private readonly int[] counts; // on the root: entities of each rank

    /// <summary>Collective.</summary>
    public RootGather(Communicator ranks, EntitySet set)
    {
        this.ranks = ranks;
        Set = set;
        ids = ToRoot(ranks, set.OwnedIds, out counts);
    }

    public EntitySet Set { get; }

    /// <summary>On the root all values, (GlobalCount, width) in the order of global ids; elsewhere nothing.</summary>
    public double[] Gather(ReadOnlySpan<double> owned, int width = 1)
    {
        if (owned.Length != Set.Count * width) throw new ArgumentException($"{owned.Length} values for {Set.Count} {Set.Name} of width {width}", nameof(owned));
        var received = ToRoot<double>(ranks, owned, out _);
        if (!ranks.IsRoot) return [];
        var all = new double[checked(Set.GlobalCount * width)];
        Array.Fill(all, double.NaN);
        for (int i = 0; i < ids.Length; i++) received.AsSpan(i * width, width).CopyTo(all.AsSpan(checked((int)ids[i] * width)));
        return all;
    }

    /// <summary>Hands each rank the values of its own entities; <paramref name="all"/> matters on the root alone.</summary>
    public void Scatter(ReadOnlySpan<double> all, Span<double> owned, int width = 1)
    {
        var send = new double[ids.Length * width];
        var sendCounts = new int[ranks.Size];
        if (ranks.IsRoot)
        {
            for (int i = 0; i < ids.Length; i++) all.Slice(checked((int)ids[i] * width), width).CopyTo(send.AsSpan(i * width));
            for (int r = 0; r < sendCounts.Length; r++) sendCounts[r] = counts[r] * width;
        }
        ranks.Alltoallv<double>(send, sendCounts, out _).CopyTo(owned);
    }

    /// <summary>Everything the ranks give, rank by rank, on the root; nothing elsewhere.</summary>
    internal static T[] ToRoot<T>(Communicator ranks, ReadOnlySpan<T> values, out int[] counts) where T : unmanaged
    {
        var sendCounts = new int[ranks.Size];
        sendCounts[0] = values.Length;
        return ranks.Alltoallv(values, sendCounts, out counts);
    }
}
