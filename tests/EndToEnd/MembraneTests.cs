using Multiscale.Formats;

namespace Multiscale.EndToEndTests;

/// <summary>The case in tests/EndToEnd/membrane: channels, calcium through them and a current in 96 tetrahedra.</summary>
public sealed class MembraneTests
{
    private static readonly string Case = Path.Combine(Cli.Home, "tests", "EndToEnd", "membrane", "case.yaml");

    [Theory]
    [InlineData("stochastic")]
    [InlineData("deterministic")]
    public void Run_OnTwoRanksOrRestarted_WritesTheSameFiles(string method)
    {
        string one = Run(1, method), two = Run(2, method), half = Run(2, method, "duration=2 ms");
        string rest = Run(1, method, $"restart={Path.Combine(half, "checkpoint.h5")}");
        foreach (string file in (string[])["totals.h5", "fields.h5", "checkpoint.h5"])
            Assert.Empty(Hdf5Comparison.Differences(Path.Combine(one, file), Path.Combine(two, file)));
        Assert.Empty(Hdf5Comparison.Differences(Path.Combine(one, "checkpoint.h5"), Path.Combine(rest, "checkpoint.h5")));
        using var totals = Hdf5File.Open(Path.Combine(one, "totals.h5"));
        Assert.Equal(["Ca", "closed", "open"], totals.ReadStrings("/species"));
        double[] potential = totals.Read<double>("/side/potential"), calcium = totals.Read<double>("/axon/molecules");
        Assert.Equal(-65, potential[0], 1e-9);
        // The current opens channels, calcium and V open more, and V rises on without the current.
        Assert.True(potential[1] < -55 && potential[2] > -40 && potential[4] > potential[2] + 10, string.Join(" ", potential));
        Assert.True(calcium[3] > calcium[0] && calcium[6] > 1.5 * calcium[3] && calcium[12] > 1.5 * calcium[6], string.Join(" ", calcium));
        Assert.Equal(5, totals.Read<double>("/tip/potential").Length);
    }

    [Fact]
    public void Check_Case_CountsTheMembrane()
    {
        var outcome = Cli.Run("check", Case);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        foreach (string said in (string[])["membrane: 68 vertices, 128 triangles", "no fault found"]) Assert.Contains(said, outcome.Output, StringComparison.Ordinal);
    }

    private static string Run(int ranks, string method, params string[] set)
    {
        string folder = TemporaryFolder.NameOf("membrane");
        var outcome = Cli.Run(ranks == 1 ? 0 : ranks, ["run", Case, "--out", folder, "--set", "reaction_diffusion.method=" + method, .. set.SelectMany(s => (string[])["--set", s])]);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return folder;
    }
}
