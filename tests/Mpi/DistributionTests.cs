using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.MpiTests;

public static class DistributionTests
{
    /// <summary>An owner for each id, from (seed, id) alone, so that every rank can say who owns what. The last rank stays empty when there are several.</summary>
    private static int OwnerOf(long id, int size, ulong seed) => (int)(new CounterRandom(seed, 3).Bits((ulong)id) % (ulong)Math.Max(1, size - 1));

    private static EntitySet Deal(Communicator ranks, long count, ulong seed)
    {
        var mine = new List<long>();
        for (long id = 0; id < count; id++)
            if (OwnerOf(id, ranks.Size, seed) == ranks.Rank) mine.Add(id);
        return new EntitySet("tets", count, [.. mine]);
    }

    [Ranks(1, 2, 3, 4)]
    public static void OwnersOf_RandomOwnership_AnswersEveryId(Communicator ranks)
    {
        // 0 and 1 entities: more ranks than entities.
        foreach (long count in (long[])[0, 1, 2, 5, 1000])
        {
            var distribution = new Distribution(ranks, Deal(ranks, count, 7));
            // Each rank asks in an order of its own, with repeats.
            var ids = count == 0 ? [] : Enumerable.Range(0, 300).Select(i => (long)(new CounterRandom(1, (ulong)ranks.Rank).Bits((ulong)i) % (ulong)count)).ToArray();
            Assert.Equal(ids.Select(id => OwnerOf(id, ranks.Size, 7)), distribution.OwnersOf(ids));
            for (int i = 0; i < distribution.Set.Count; i++) Assert.Equal(i, distribution.LocalOf(distribution.Set.OwnedIds[i]));
        }
    }

    [Ranks(1, 4)]
    public static void OwnersOf_IdOfNobody_IsMinusOne(Communicator ranks)
    {
        // Only even ids are owned, all by the root.
        var distribution = new Distribution(ranks, new EntitySet("tets", 10, ranks.IsRoot ? [0, 2, 4, 6, 8] : []));
        Assert.Equal([-1, 0, -1], distribution.OwnersOf([9, 8, 1]));
        Assert.Equal(-1, distribution.LocalOf(3));
    }

    [Ranks(1, 2, 3, 4)]
    public static void Update_AnyGhosts_BringsTheOwnersValues(Communicator ranks)
    {
        foreach (long count in (long[])[1, 3, 500])
        {
            var distribution = new Distribution(ranks, Deal(ranks, count, 11));
            // Some rank needs nothing, and a rank may list its own.
            long[] needed = ranks.Rank == 1 ? [] : [.. Enumerable.Range(0, (int)count).Where(id => (id + ranks.Rank) % 3 != 1).Select(id => (long)id)];
            var ghosts = new GhostExchange(distribution, needed);
            foreach (int width in (int[])[1, 3, 2])
            {
                double[] owned = [.. distribution.Set.OwnedIds.SelectMany(id => Enumerable.Range(0, width).Select(k => id + 0.125 * k))];
                var values = new double[needed.Length * width];
                ghosts.Update(owned, values, width);
                Assert.Equal(needed.SelectMany(id => Enumerable.Range(0, width).Select(k => id + 0.125 * k)), values);
            }
        }
    }

    [Ranks(2, 4)]
    public static void Update_WhenWarm_AllocatesNothing(Communicator ranks)
    {
        var distribution = new Distribution(ranks, Deal(ranks, 100, 2));
        var ghosts = new GhostExchange(distribution, [.. Enumerable.Range(0, 100).Select(i => (long)i)]);
        double[] owned = new double[distribution.Set.Count], values = new double[100];
        ghosts.Update(owned, values);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) ghosts.Update(owned, values);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Ranks(2)]
    public static void GhostExchange_IdOfNobody_SaysWhich(Communicator ranks)
    {
        var distribution = new Distribution(ranks, new EntitySet("tets", 4, ranks.IsRoot ? [0, 1] : [2]));
        var fault = Assert.Throws<InvalidOperationException>(() => new GhostExchange(distribution, [3]));
        Assert.Equal("tets 3 has no owner", fault.Message);
    }
}
