using Multiscale.Cli;
using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.MpiTests;

/// <summary>Oxygen and glucose as fields of the small tissue: the same on any number of ranks, at rest where nothing happens, and accounted for.</summary>
public static class SuppliedTissueTests
{
    private static readonly string[] Supply = ["metabolism.model=jolivet-2015-supplied", "supply={}", "blood_flow.solver.entries=resting-pressure"];

    [Ranks(1, 2, 3, 4)]
    public static void Run_AnyNumberOfRanks_StateEqualToTheBit(Communicator ranks)
    {
        var serial = SmallTissue.Build(new SerialCommunicator(), Supply);
        serial.Run(_ => true);
        var expected = SmallTissue.State(serial);
        var tissue = SmallTissue.Build(ranks, Supply);
        tissue.Run(_ => true);
        foreach (var (key, value) in SmallTissue.State(tissue)) Assert.True(BitConverter.DoubleToInt64Bits(expected[key]) == BitConverter.DoubleToInt64Bits(value), $"{key}: {value:r} instead of {expected[key]:r}");
        Assert.Equal(serial.Oxygen!.Now, tissue.Oxygen!.Now);
        Assert.Equal(serial.Coupler.Ledger.Lines(), tissue.Coupler.Ledger.Lines());
        Assert.InRange(tissue.Coupler.Ledger.Worst, 0, 1e-9); // what is asked; rounding gives 1e-13
    }

    [Ranks(1, 3)]
    public static void Run_WithoutInput_StaysAtRest(Communicator ranks)
    {
        var tissue = SmallTissue.Build(ranks, [.. Supply, "duration=500 ms", "windows.slow=100 ms", "neurons.stimuli=[]", "neurons.spike_trains=[]"]);
        double[] oxygen = [.. tissue.Supply!.Concentration("oxygen")], glucose = [.. tissue.Supply.Concentration("glucose")];
        var rest = tissue.Oxygen!.Now;
        tissue.Run(_ => true);
        // The search ends when blood moves by 1e-12 of what enters, 8e-12 mM, in a tenth of a second.
        for (int t = 0; t < oxygen.Length; t++)
        {
            Assert.Equal(oxygen[t], tissue.Supply.Concentration("oxygen")[t], 1e-9);
            Assert.Equal(glucose[t], tissue.Supply.Concentration("glucose")[t], 1e-9);
        }
        Assert.Equal(rest.Deoxygenated, tissue.Oxygen.Now.Deoxygenated, 1e-9);
        Assert.Equal(rest.Use, tissue.Oxygen.Now.Use, 1e-9);
        Assert.Equal(0, tissue.Oxygen.Now.Bold, 1e-9);
        // Fick: what blood loses on its way is what cells use.
        Assert.Equal(rest.Use, rest.Flow * 8.35 * rest.Extraction, 1e-9);
    }

    [Ranks(2)]
    public static void Run_Repeat_OxygenHardlyDiffers(Communicator ranks)
    {
        // Cells, tissue and blood exchange once per slow window in every schedule; what differs is when neurons spike.
        var local = SmallTissue.Build(ranks, Supply);
        local.Run(_ => true);
        var other = SmallTissue.Build(ranks, [.. Supply, "schedule=repeat"]);
        other.Run(_ => true);
        Assert.InRange(other.Coupler.Ledger.Worst, 0, 1e-9);
        double[] a = [.. local.Supply!.Concentration("oxygen")], b = [.. other.Supply!.Concentration("oxygen")];
        for (int t = 0; t < a.Length; t++) Assert.Equal(a[t], b[t], 1e-4 * a[t]);
    }

    [Ranks(1)]
    public static void Build_ModelWithCapillariesOfItsOwn_IsRefused(Communicator ranks)
    {
        var fault = Assert.Throws<InputException>(() => SmallTissue.Build(ranks, "supply={}"));
        Assert.Equal("MS0134", fault.Diagnostics[0].Code);
        Assert.Contains("jolivet-2015-supplied", fault.Message, StringComparison.Ordinal);
    }
}
