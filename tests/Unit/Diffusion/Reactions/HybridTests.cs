using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

public sealed class HybridTests
{
    private static readonly SerialCommunicator Serial = new();

    /// <summary>Binding among many and few, in cells that change their regime: nothing is made or lost, and nothing falls below zero.</summary>
    [Fact]
    public void Advance_ThroughBothRegimes_KeepsEveryMolecule()
    {
        var solver = Solver(Binding(), 60);
        long most = 0, least = long.MaxValue;
        for (int k = 1; k <= 20; k++)
        {
            solver.Advance(SimTime.FromMilliseconds(k));
            var n = solver.Totals(All(solver));
            Assert.Equal((60_000, 30_000), (n[0] + n[2], n[1] + n[2]));
            Assert.True(solver.Counts.ToArray().All(x => x >= 0));
            (most, least) = (Math.Max(most, solver.ContinuousPairs), Math.Min(least, solver.ContinuousPairs));
        }
        Assert.True(most > least + 100 && least < solver.Counts.Length, $"{least} to {most} of {solver.Counts.Length}");
        Assert.True(solver.Leaps > 1000 && solver.Events().Sum() > solver.Leaps + 100 && solver.Jumps > 1000, $"{solver.Leaps} {solver.Events().Sum()} {solver.Jumps}");
    }

    /// <summary>Oracle: the mean of whole molecules one by one. A front of many moves into empty space, so regimes lie side by side.</summary>
    [Fact]
    public void Advance_FromOneEnd_HasTheMeanOfSingleMolecules()
    {
        var (few, many) = (Profile(ReactionMethod.Stochastic), Profile(ReactionMethod.Hybrid));
        for (int b = 0; b < few.Mean.Length; b++)
            // Five standard errors of the difference.
            Assert.True(Math.Abs(few.Mean[b] - many.Mean[b]) < 5 * Math.Sqrt(few.Variance[b] + many.Variance[b]) + 1e-3, $"{b}: {few.Mean[b]:g5} {many.Mean[b]:g5} +- {Math.Sqrt(few.Variance[b] + many.Variance[b]):g2}");

        static (double[] Mean, double[] Variance) Profile(ReactionMethod method)
        {
            const int runs = 60, length = 10;
            double[] sum = new double[length], squares = new double[length];
            for (int run = 0; run < runs; run++)
            {
                var mesh = MirrorMesh.Create(1, length, 1, 1);
                var options = new ReactionDiffusionOptions
                {
                    Species = new Dictionary<string, MoleculeOptions> { ["A"] = new() { Diffusivity = 0.2 } },
                    Regions = new Dictionary<string, RegionOptions> { ["start"] = new() { High = [1, 1, 1] } },
                    Initial = [new() { Species = "A", In = "start", Count = 10_000 }],
                    Method = method, Hybrid = new() { Threshold = 40 },
                };
                var solver = (StochasticSolver)IReactionSolver.Create(ModelBuilder.Build(options, mesh), options, run, new int[mesh.Count], Serial);
                solver.Advance(SimTime.FromMilliseconds(6));
                for (int b = 0; b < length; b++)
                {
                    double n = solver.Totals([.. Enumerable.Range(24 * b, 24)])[0];
                    sum[b] += n;
                    squares[b] += n * n;
                }
            }
            var mean = Array.ConvertAll(sum, s => s / runs);
            return (mean, [.. mean.Select((m, b) => (squares[b] / runs - m * m) / (runs - 1))]);
        }
    }

    /// <summary>A gene that abundant inducer turns on makes a rare product: mean and variance of the telegraph model (Peccoud and Ycart 1995).</summary>
    [Fact]
    public void Advance_RareDrivenByAbundant_HasTheVarianceOfTheMasterEquation()
    {
        const int copies = 4800;
        // Per cell of 1 um^3: 1000 A; on at 0.002 /ms (1000 A at 2e-6 each), off at 0.003 /ms, product at 0.05 /ms, lost at 0.004 /ms.
        const double on = 0.002, off = 0.003, made = 0.05, lost = 0.004;
        double perMolar = Constants.Avogadro * 1e-15;
        var mesh = MirrorMesh.Create(Math.Cbrt(24), copies / 24, 1, 1);
        var options = new ReactionDiffusionOptions
        {
            Species = new[] { "A", "B", "G", "H", "X" }.ToDictionary(n => n, _ => new MoleculeOptions()),
            Reactions = new Dictionary<string, RateOptions>
            {
                // The inducer itself turns over in bulk; its numbers stay at 1000 + 1000 in the mean.
                ["A <-> B"] = new() { Forward = "20 /s", Backward = "20 /s" },
                ["G + A -> H + A"] = new() { Forward = $"{1e3 * on / 1000 * perMolar:R} /M/s" },
                ["H -> G"] = new() { Forward = $"{1e3 * off} /s" },
                ["H -> H + X"] = new() { Forward = $"{1e3 * made} /s" },
                ["X -> 0"] = new() { Forward = $"{1e3 * lost} /s" },
            },
            Method = ReactionMethod.Hybrid, Integration = new() { Step = 50 },
        };
        var model = ModelBuilder.Build(options, mesh);
        model = model with { Initial = [.. Enumerable.Range(0, mesh.Count).SelectMany(c => (Seeding[])[new(0, [c], 1000), new(1, [c], 1000), new(2, [c], 1)])] };
        var solver = (StochasticSolver)IReactionSolver.Create(model, options, 4, new int[mesh.Count], Serial);
        solver.Advance(SimTime.FromMilliseconds(3000));
        double[] x = [.. Enumerable.Range(0, copies).Select(c => (double)solver.Counts[5 * c + 4])];
        double mean = x.Average(), variance = x.Sum(v => (v - mean) * (v - mean)) / (copies - 1);
        double active = on / (on + off), exact = made / lost * active;
        double spread = exact + made * made / lost * active * (1 - active) / (lost + on + off);
        Assert.True(solver.Leaps > 10_000, $"{solver.Leaps}");
        // Standard errors: sqrt(variance / copies); the variance itself to about sqrt(2 / copies) = 2 %.
        Assert.Equal(exact, mean, 4 * Math.Sqrt(spread / copies));
        Assert.Equal(spread, variance, 0.08 * spread);
        Assert.All(Enumerable.Range(0, copies), c => Assert.Equal(2000, solver.Counts[5 * c] + solver.Counts[5 * c + 1]));
    }

    [Fact]
    public void Restore_HalfWay_ContinuesToTheMolecule()
    {
        StochasticSolver whole = Solver(Binding(), 60), other = Solver(Binding(), 60);
        whole.Advance(SimTime.FromMilliseconds(3));
        var checkpoint = new MemoryCheckpoint();
        whole.Save(checkpoint);
        other.Restore(checkpoint);
        whole.Advance(SimTime.FromMilliseconds(9));
        other.Advance(SimTime.FromMilliseconds(9));
        Assert.Equal(whole.Counts.ToArray(), other.Counts.ToArray());
        Assert.Equal((whole.Jumps, whole.Steps, whole.Events().Sum(), whole.Leaps), (other.Jumps, other.Steps, other.Events().Sum(), other.Leaps));
    }

    [Fact]
    public void Advance_Warm_AllocatesNothing()
    {
        var solver = Solver(Binding(), 60);
        solver.Advance(SimTime.FromMilliseconds(10));
        long before = GC.GetAllocatedBytesForCurrentThread();
        solver.Advance(SimTime.FromMilliseconds(12));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Create_UnknownContinuousSpecies_SaysSo() =>
        Assert.Equal("MS0521", Assert.Throws<InputException>(() => Solver(Binding() with { Hybrid = new() { Continuous = ["Q"] } }, 60)).Diagnostics[0].Code);

    private static ReactionDiffusionOptions Binding() => new()
    {
        Species = new[] { "A", "B", "C" }.ToDictionary(n => n, n => new MoleculeOptions { Diffusivity = n == "C" ? 0.05 : 0.1 }),
        Regions = new Dictionary<string, RegionOptions> { ["corner"] = new() { High = [1, 1, 1] }, ["beside"] = new() { Low = [1, 0, 0], High = [3, 2, 2] } },
        Reactions = new Dictionary<string, RateOptions> { ["A + B <-> C"] = new() { Forward = "1e8 /M/s", Backward = "100 /s" } },
        Initial = [new() { Species = "A", In = "corner", Count = 60_000 }, new() { Species = "B", In = "beside", Count = 30_000 }],
    };

    private static StochasticSolver Solver(ReactionDiffusionOptions options, double threshold)
    {
        var mesh = MirrorMesh.Create(1, 5, 2, 2);
        options = options with { Method = ReactionMethod.Hybrid, Hybrid = options.Hybrid with { Threshold = threshold } };
        return (StochasticSolver)IReactionSolver.Create(ModelBuilder.Build(options, mesh), options, 1, new int[mesh.Count], Serial);
    }

    private static int[] All(StochasticSolver solver) => [.. Enumerable.Range(0, solver.Model.Cells.Mesh.Count)];
}
