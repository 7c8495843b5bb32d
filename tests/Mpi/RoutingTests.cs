using Multiscale.Parallel;

namespace Multiscale.MpiTests;

public static class RoutingTests
{
    [Ranks(1, 2, 4)]
    public static void ToRanks_AnyDestinations_ArriveInRankOrderWithTheirSource(Communicator ranks)
    {
        // Rank r sends the values 100 r + i, i < 10 r, to rank i mod size: rank 0 sends nothing.
        var values = Enumerable.Range(0, 10 * ranks.Rank).Select(i => 100L * ranks.Rank + i).ToArray();
        var parcels = Routing.ToRanks(ranks, values, value => (int)(value % 100 % ranks.Size));
        var expected = Enumerable.Range(0, ranks.Size).SelectMany(r => Enumerable.Range(0, 10 * r).Where(i => i % ranks.Size == ranks.Rank).Select(i => 100L * r + i));
        Assert.Equal(expected, parcels.Values);
        for (int i = 0; i < parcels.Values.Length; i++) Assert.Equal(parcels.Values[i] / 100, parcels.SourceOf(i));
        // Order lists our values as sent: by destination, then as given.
        Assert.Equal(Enumerable.Range(0, values.Length).OrderBy(i => i % ranks.Size).ThenBy(i => i), parcels.Order);
    }
}
