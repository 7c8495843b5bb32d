using Multiscale.Cli;
using Multiscale.Parallel;

namespace Multiscale.MpiTests;

/// <summary>Without input a coupled tissue stays as it starts, however unequally blood reaches its cells.</summary>
public static class RestTests
{
    private const double Duration = 300; // ms

    // 1e-6 mM in 2 s is what is asked of a tissue; what remains is rounding, far below.
    private const double Allowed = 1e-6 * Duration / 2000;

    [Ranks(1, 3)]
    public static void Run_SmallTissueWithoutInput_StaysAtRest(Communicator ranks) =>
        AssertRest(SmallTissue.Build(ranks, [$"duration={Duration} ms", "neurons.stimuli=[]", "neurons.spike_trains=[]"]));

    [Ranks(2)]
    public static void Run_QuickstartWithoutInput_StaysAtRest(Communicator ranks) =>
        AssertRest(SmallTissue.Build(ranks, Path.Combine("configs", "quickstart"), [$"duration={Duration} ms", "neurons.stimuli=[]"]));

    [Ranks(2)]
    public static void Build_UnequalSupply_CellsStartAtTheirOwnAtp(Communicator ranks)
    {
        var tissue = SmallTissue.Build(ranks);
        var atp = ranks.Allgatherv<double>(State(tissue, "ATP_n"));
        Assert.True(atp.Max() - atp.Min() > 1e-7, "supply differs between cells, so must their ATP at rest");
        Assert.All(atp, a => Assert.InRange(a, 2.1, 2.21));
        Assert.Equal(State(tissue, "ATP_n").Order(), tissue.Neurons!.Ports.First(p => p.Name == "atp").Values.Distinct().Order());
    }

    private static void AssertRest(CoupledTissue tissue)
    {
        var start = Fields(tissue);
        double[] atp = State(tissue, "ATP_n"), glia = State(tissue, "ATP_g");
        tissue.Run(_ => true);
        Assert.Empty(tissue.Neurons!.Spikes);
        Assert.InRange(tissue.Coupler.Ledger.Worst, 0, 1e-12); // rounding of what crosses at rest, itself rounding of the currents
        foreach (var (ion, before) in start)
        {
            var after = tissue.Diffusion!.Concentration(ion);
            for (int t = 0; t < before.Length; t++) Assert.Equal(before[t], after[t], Allowed);
        }
        double[] atpAfter = State(tissue, "ATP_n"), gliaAfter = State(tissue, "ATP_g");
        for (int c = 0; c < atp.Length; c++)
        {
            Assert.Equal(atp[c], atpAfter[c], Allowed);
            Assert.Equal(glia[c], gliaAfter[c], Allowed);
        }
    }

    private static Dictionary<string, double[]> Fields(CoupledTissue tissue) =>
        ((string[])["k", "na", "ca"]).ToDictionary(ion => ion, ion => tissue.Diffusion!.Concentration(ion).ToArray());

    private static double[] State(CoupledTissue tissue, string name)
    {
        var values = new double[tissue.Layout!.Cells.Count];
        tissue.Metabolism!.CopyState(name, values);
        return values;
    }
}
