using Multiscale.Formats;

namespace Multiscale.EndToEndTests;

/// <summary>The case in tests/EndToEnd/reaction: binding, production, a held region and an injection in 384 tetrahedra.</summary>
public sealed class ReactionTests
{
    private static readonly string Case = Path.Combine(Cli.Home, "tests", "EndToEnd", "reaction", "case.yaml");

    [Theory]
    [InlineData("stochastic")]
    [InlineData("deterministic")]
    public void Run_OnTwoRanksOrRestarted_WritesTheSameFiles(string method)
    {
        string one = Run(1, method), two = Run(2, method), half = Run(2, method, "duration=10 ms");
        string rest = Run(1, method, $"restart={Path.Combine(half, "checkpoint.h5")}");
        foreach (string file in (string[])["totals.h5", "fields.h5", "checkpoint.h5"])
            Assert.Empty(Hdf5Comparison.Differences(Path.Combine(one, file), Path.Combine(two, file)));
        Assert.Empty(Hdf5Comparison.Differences(Path.Combine(one, "checkpoint.h5"), Path.Combine(rest, "checkpoint.h5")));
        using var totals = Hdf5File.Open(Path.Combine(one, "totals.h5"));
        Assert.Equal([0, 5, 10, 15, 20], totals.Read<double>("/time"));
        Assert.Equal(["A", "B", "C"], totals.ReadStrings("/species"));
        Assert.Equal(2000, totals.Read<double>("/tissue/molecules")[0], 1e-9); // rounding of 384 cells
        // Held at 2 uM; molecules are whole, in 48 tets of 200 molecules.
        Assert.Equal(2e-3, totals.Read<double>("/corner/concentration")[^2], 5e-6);
        Assert.True(File.Exists(Path.Combine(one, "fields.xdmf")));
    }

    [Fact]
    public void Check_Case_SaysWhatTheRunWillBeLike()
    {
        var outcome = Cli.Run("check", Case);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        foreach (string said in (string[])["384 tetrahedra", "A: 2000 molecules, 5.21 per cell", "step: ", "jumps", "MB", "no fault found"]) Assert.Contains(said, outcome.Output, StringComparison.Ordinal);
    }

    private static string Run(int ranks, string method, params string[] set)
    {
        string folder = TemporaryFolder.NameOf("reaction");
        var outcome = Cli.Run(ranks == 1 ? 0 : ranks, ["run", Case, "--out", folder, "--set", "reaction_diffusion.method=" + method, .. set.SelectMany(s => (string[])["--set", s])]);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return folder;
    }
}
