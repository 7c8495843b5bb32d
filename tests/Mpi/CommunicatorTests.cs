using Multiscale.Interop;
using Multiscale.Parallel;

namespace Multiscale.MpiTests;

public static class CommunicatorTests
{
    [Ranks(1, 2, 4)]
    public static void Rank_OfEveryProcess_CountsFromZero(Communicator ranks)
    {
        var seen = new int[ranks.Size];
        ranks.Allgather<int>([ranks.Rank], seen);
        Assert.Equal(Enumerable.Range(0, ranks.Size), seen);
        Assert.Equal(ranks.Rank == 0, ranks.IsRoot);
    }

    [Ranks(1, 2, 4)]
    public static void Allreduce_SumMinMax_SeeEveryRank(Communicator ranks)
    {
        int n = ranks.Size;
        Assert.Equal(n * (n + 1) / 2, ranks.Sum(ranks.Rank + 1));
        Assert.Equal(-n, ranks.Min(-(double)(ranks.Rank + 1)));
        Assert.Equal(n - 1, ranks.Max((long)ranks.Rank));
        Assert.True(ranks.Any(ranks.Rank == n - 1));
        Assert.False(ranks.Any(false));
        Span<double> several = [ranks.Rank, 1, -ranks.Rank];
        ranks.Allreduce(several, MpiOperation.Max);
        Assert.Equal([n - 1, 1, 0], several.ToArray());
        Span<byte> bits = [(byte)ranks.Rank];
        ranks.Allreduce(bits, MpiOperation.Max);
        Assert.Equal(n - 1, bits[0]);
    }

    [Ranks(1, 2, 4)]
    public static void Broadcast_FromAnyRoot_ReachesAll(Communicator ranks)
    {
        for (int root = 0; root < ranks.Size; root++)
        {
            Span<long> data = [ranks.Rank == root ? long.MinValue + root : 0];
            ranks.Broadcast(data, root);
            Assert.Equal(long.MinValue + root, data[0]);
        }
        Assert.Equal("Purkinje, µm", ranks.Broadcast(ranks.IsRoot ? "Purkinje, µm" : null));
        Assert.Equal("", ranks.Broadcast(ranks.IsRoot ? "" : "ignored"));
    }

    [Ranks(1, 3, 4)]
    public static void Allgatherv_BlocksOfAnyLength_AreJoinedInRankOrder(Communicator ranks)
    {
        // Rank r sends r values: rank 0 none.
        var all = ranks.Allgatherv<double>(Enumerable.Repeat((double)ranks.Rank, ranks.Rank).ToArray(), out int[] counts);
        Assert.Equal(Enumerable.Range(0, ranks.Size), counts);
        Assert.Equal(Enumerable.Range(0, ranks.Size).SelectMany(r => Enumerable.Repeat((double)r, r)), all);
    }

    [Ranks(1, 2, 4)]
    public static void PendingGather_MoreAndLessThanAPacket_AreJoinedInRankOrder(Communicator ranks)
    {
        var gather = new PendingGather<(long Rank, double Number)>(ranks, capacity: 2);
        for (int round = 0; round < 5; round++)
        {
            gather.Start([.. ItemsOf(ranks.Rank, round)]);
            Assert.Equal(ranks.Size, ranks.Sum(1)); // others may talk meanwhile
            Assert.Equal(Enumerable.Range(0, ranks.Size).SelectMany(r => ItemsOf(r, round)), gather.Finish().ToArray());
        }

        // None, packets with room, full ones and ones that are too small.
        static IEnumerable<(long, double)> ItemsOf(int rank, int round) => Enumerable.Range(0, (rank + 1) * round % 7).Select(k => ((long)rank, (double)k));
    }

    [Ranks(1, 2, 4)]
    public static void Alltoallv_EveryPair_GetsItsBlock(Communicator ranks)
    {
        // Rank r sends (r + s) % 3 values 10 r + s to rank s.
        static IEnumerable<long> Block(int from, int to) => Enumerable.Repeat(10L * from + to, (from + to) % 3);
        var others = Enumerable.Range(0, ranks.Size).ToArray();
        var send = others.SelectMany(s => Block(ranks.Rank, s)).ToArray();
        var received = ranks.Alltoallv<long>(send, others.Select(s => (ranks.Rank + s) % 3).ToArray(), out int[] counts);
        Assert.Equal(others.Select(r => (r + ranks.Rank) % 3), counts);
        Assert.Equal(others.SelectMany(r => Block(r, ranks.Rank)), received);
    }

    [Ranks(1, 2, 4)]
    public static void NeighbourExchange_Ring_PassesValuesOn(Communicator ranks)
    {
        int next = (ranks.Rank + 1) % ranks.Size, before = (ranks.Rank + ranks.Size - 1) % ranks.Size;
        var got = new double[2];
        ranks.NeighbourExchange([next], [0, 2], [ranks.Rank, 0.5], [before], [0, 2], got);
        Assert.Equal([before, 0.5], got);
        ranks.NeighbourExchange([], [0], [], [], [0], []);
    }
}
