using Multiscale.Core;
using Multiscale.Formats;

namespace Multiscale.EndToEndTests;

/// <summary>The case in tests/EndToEnd/checkpoint: half of it on some ranks, the rest from its checkpoint on others, against the closed forms of the whole.</summary>
public sealed class ReactionCheckpointTests
{
    private const double Length = 10, Diffusivity = 0.2, Duration = 80, Released = 100_000;

    [Theory]
    [InlineData("stochastic", 2, 1)]
    [InlineData("deterministic", 1, 2)]
    [InlineData("hybrid", 3, 2)]
    public void Run_RestartedOnOtherRanks_MeetsTheClosedForms(string method, int before, int after)
    {
        string half = Run(before, method, "duration=40 ms"), rest = Run(after, method, $"restart={Path.Combine(half, "checkpoint.h5")}");
        using var totals = Hdf5File.Open(Path.Combine(rest, "totals.h5"));
        Assert.Equal([40, 80], totals.Read<double>("/time"));
        double[] all = totals.Read<double>("/tissue/molecules")[^4..];
        Assert.Equal(Released, all[0], method == "deterministic" ? 1e-6 : 0);
        // FOI: four standard deviations of the binomial distribution.
        double p = Math.Exp(-0.02 * Duration);
        Assert.Equal(Released * p, all[1], 4 * Math.Sqrt(Released * p * (1 - p)));
        // SOAB: ln(C/B) = ln(1/2) - (B0 - C0) k t; four times the noise of C.
        Assert.Equal(Math.Log(0.5) - 5e-6 * 5e6 * 1e-3 * Duration, Math.Log(all[3] / all[2]), 4 / Math.Sqrt(all[3]));
        // BOUNDDIFF: the specification's 5 %.
        foreach (var (name, low, high) in (ReadOnlySpan<(string, double, double)>)[("near", 2, 4), ("middle", 4, 6), ("far", 6, 8)])
        {
            double found = totals.Read<double>($"/{name}/concentration")[^4] * Constants.Avogadro * 1e-18, exact = Released / Length * Mean(low, high);
            Assert.True(Math.Abs(found / exact - 1) < 0.05, $"{name}: {found:g5} instead of {exact:g5}");
        }
    }

    /// <summary>Mean over [low, high] of 1 + 2 sum exp(-D (n pi/a)^2 t) cos(n pi z/a).</summary>
    private static double Mean(double low, double high)
    {
        double sum = 1;
        for (int n = 1; n < 50; n++)
        {
            double k = n * Math.PI / Length;
            sum += 2 * Math.Exp(-Diffusivity * k * k * Duration) * (Math.Sin(k * high) - Math.Sin(k * low)) / (k * (high - low));
        }
        return sum;
    }

    private static string Run(int ranks, string method, string set)
    {
        string folder = TemporaryFolder.NameOf("checkpoint");
        var outcome = Cli.Run(ranks == 1 ? 0 : ranks, ["run", Path.Combine(Cli.Home, "tests", "EndToEnd", "checkpoint", "case.yaml"), "--out", folder, "--set", "reaction_diffusion.method=" + method, "--set", set]);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return folder;
    }
}
