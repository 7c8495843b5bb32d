using Multiscale.Formats;
using Multiscale.Sweep;

namespace Multiscale.EndToEndTests;

/// <summary>The sweeps in configs/: what they show, and that the large one can be launched.</summary>
public sealed class SweepCaseTests
{
    [Fact]
    public void SixBySix_CouplingAgainstAdaptation_GoesFromAsynchronousToSynchronous()
    {
        var table = Sweep("sweep-6x6");
        Assert.Equal(36, table.Count);
        Assert.All(table.Rows, r => Assert.Equal("done", r[1]));
        double[] coupling = table.Numbers("G"), adaptation = table.Numbers("b_e"), correlation = table.Numbers("e_fc_mean"), up = table.Numbers("e_up_duration"), inhibitory = table.Numbers("i_mean");
        double At(double[] values, double g, double b) => values[Enumerable.Range(0, 36).Single(p => coupling[p] == g && adaptation[p] == b)];
        // Of 3 s: UP without pause and hardly correlated at one corner, short and together at the others.
        Assert.True(At(correlation, 0.9, 60) < 0.15 && At(up, 0.9, 60) > 2);
        Assert.True(At(correlation, 0.4, 60) > 0.4 && At(up, 0.4, 60) < 0.3);
        Assert.True(At(correlation, 0.9, 120) > 0.4 && At(up, 0.9, 120) < 0.3);
        // Mean I grows with the coupling: the means of the rows of the map rise.
        double[] rows = [.. coupling.Distinct().Order().Select(g => Enumerable.Range(0, 36).Where(p => coupling[p] == g).Average(p => inhibitory[p]))];
        Assert.Equal(rows.Order(), rows);
    }

    [Fact]
    public void Tutorial_EveryThousandthPoint_RunsForASecond()
    {
        var table = Sweep("sweep-tutorial", "--set", "every=1000", "--set", "overrides=[duration=1 s, brain.transient=200 ms]", "--ranks", "2");
        Assert.Equal(676, table.Count);
        Assert.All(table.Rows, r => Assert.Equal("done", r[1]));
        double[] inner = table.Numbers("E_L_i"), outer = table.Numbers("E_L_e");
        Assert.All(Enumerable.Range(0, table.Count), p => Assert.True(inner[p] < outer[p] + 4));
        Assert.All(table.Numbers("e_mean"), e => Assert.InRange(e, 0, 200));
    }

    /// <summary>Oracle: the run of one point alone, with its seed.</summary>
    [Fact]
    public void Reactions_OverANumberOfMolecules_AreTheRunsOfTheirPoints()
    {
        string file = Path.Combine(Cli.Home, "tests", "EndToEnd", "reaction", "case.yaml"), sweep = Path.Combine(TemporaryFolder.Create("reactions"), "sweep.yaml"), folder = TemporaryFolder.NameOf("points"), alone = TemporaryFolder.NameOf("alone");
        File.WriteAllText(sweep, $"name: binding\nbase: {file}\naxes:\n  A: {{ parameter: reaction_diffusion.initial.0.count, kind: list, values: [500, 2000] }}\n");
        var outcome = Cli.Run(["sweep", sweep, "--out", folder, "--ranks", "2"]);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        var table = ResultTable.Read(folder);
        outcome = Cli.Run(["run", file, "--out", alone, "--set", "reaction_diffusion.initial.0.count=500", "--set", $"seed={table.Rows.First()[table.IndexOf("seed")]}"]);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        using var totals = Hdf5File.Open(Path.Combine(alone, "totals.h5"));
        foreach (string place in (string[])["tissue", "corner"])
        {
            double[] molecules = totals.Read<double>($"/{place}/molecules"); // of A, B and C at five times
            string[] species = ["a", "b", "c"];
            for (int s = 0; s < species.Length; s++)
            {
                double[] course = [.. molecules.Where((_, i) => i % species.Length == s)];
                Assert.Equal([course[0], course.Min(), course.Max(), course[^1]], new[] { "first", "min", "max", "last" }.Select(e => table.Numbers($"{place}_{species[s]}_{e}")[0]));
            }
        }
        Assert.Equal([500, 2000], table.Numbers("tissue_a_first"));
    }

    private static ResultTable Sweep(string name, params string[] more)
    {
        string folder = TemporaryFolder.NameOf(name);
        var outcome = Cli.Run(["sweep", Path.Combine(Cli.Home, "configs", name, "sweep.yaml"), "--out", folder, .. more]);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return ResultTable.Read(folder);
    }
}
