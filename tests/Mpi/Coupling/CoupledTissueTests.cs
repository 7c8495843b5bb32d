using Multiscale.Core;
using Multiscale.Coupling;
using Multiscale.Parallel;

namespace Multiscale.MpiTests;

/// <summary>The coupled run on several ranks against its serial twin in the same process.</summary>
public static class CoupledTissueTests
{
    [Ranks(1, 2, 3, 4)]
    public static void Run_AnyNumberOfRanks_StateEqualToTheBit(Communicator ranks) => Compare(ranks);

    [Ranks(3)]
    public static void Run_Staggered_StateEqualToTheBit(Communicator ranks) => Compare(ranks, "schedule=staggered");

    [Ranks(3)]
    public static void Run_Repeat_StateEqualToTheBit(Communicator ranks) => Compare(ranks, "schedule=repeat");

    [Ranks(9)]
    public static void Run_MoreRanksThanCells_StateEqualToTheBit(Communicator ranks) => Compare(ranks, "duration=5 ms");

    [Ranks(2)]
    public static void Run_Stimulated_EveryStateMoves(Communicator ranks)
    {
        // Equal bits of a tissue at rest would say little.
        var tissue = SmallTissue.Build(ranks);
        var start = SmallTissue.State(tissue);
        tissue.Run(_ => true);
        var end = SmallTissue.State(tissue);
        foreach (string what in (string[])["diffusion.k[0]", "diffusion.na[0]", "neurons.ko[0]", "neurons.atp[0]", "metabolism.atp-demand[0]", "metabolism.glial-potassium[0]", "metabolism.atp[0]", "blood flow.endfoot-drive[0]", "metabolism.transmitter-exposure[0]"])
            Assert.True(ranks.Any(end.Any(e => e.Key.What == what && e.Value != start[e.Key])), what);
        Assert.True(ranks.Sum(tissue.Neurons!.Spikes.Count) >= 5);
    }

    private static void Compare(Communicator ranks, params string[] settings)
    {
        var serial = SmallTissue.Build(new SerialCommunicator(), settings);
        serial.Run(_ => true);
        var expected = SmallTissue.State(serial);
        var tissue = SmallTissue.Build(ranks, settings);
        tissue.Run(_ => true);
        var own = SmallTissue.State(tissue);
        Assert.True(ranks.Sum(own.Count) >= expected.Count);
        foreach (var (key, value) in own) Assert.True(BitConverter.DoubleToInt64Bits(expected[key]) == BitConverter.DoubleToInt64Bits(value), $"{key}: {value:r} instead of {expected[key]:r}");
        Assert.Equal(serial.Neurons!.Spikes.Where(s => tissue.Layout!.Cells.OwnedIds.Contains(s.Gid)).OrderBy(s => s.Time).ThenBy(s => s.Gid), tissue.Neurons!.Spikes.OrderBy(s => s.Time).ThenBy(s => s.Gid));
        Assert.Equal(serial.Coupler.Ledger.Worst, tissue.Coupler.Ledger.Worst);
        Assert.Equal(serial.Coupler.Ledger.Lines(), tissue.Coupler.Ledger.Lines());
    }
}
