using Multiscale.Core;

namespace Multiscale.Parallel;

/// <summary>Brings the values of an entity set together in the order of global ids, on every rank: for reports, not for steps.</summary>
public sealed class EntityGather
{
    private readonly Communicator ranks;
    private readonly int[] rowOf;

    /// <summary>Collective.</summary>
    public EntityGather(Communicator ranks, EntitySet set)
    {
        this.ranks = ranks;
        var ids = ranks.Allgatherv<long>(set.OwnedIds);
        Ids = [.. ids.Order()];
        rowOf = Array.ConvertAll(ids, id => Array.BinarySearch(Ids, id));
    }

    /// <summary>All ids, ascending: the order of the gathered rows.</summary>
    public long[] Ids { get; }

    /// <summary>Values of shape (all entities, width), from those of each rank's owned entities. Collective.</summary>
    public T[] All<T>(ReadOnlySpan<T> owned, int width = 1) where T : unmanaged
    {
        var received = ranks.Allgatherv(owned);
        var all = new T[received.Length];
        for (int i = 0; i < rowOf.Length; i++) Array.Copy(received, i * width, all, rowOf[i] * width, width);
        return all;
    }
}
