using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

public sealed class DeterministicSolverTests
{
    private static readonly SerialCommunicator Serial = new();

    /// <summary>Oracle: a step 32 times shorter. Second order: half the step, a quarter of the error.</summary>
    [Fact]
    public void Advance_HalfTheStep_GivesAQuarterOfTheError()
    {
        var exact = Run(0.0125);
        double coarse = Error(Run(0.8), exact), fine = Error(Run(0.4), exact);
        Assert.True(Math.Log2(coarse / fine) is > 1.8 and < 2.2, $"{coarse:e3} {fine:e3}");

        static double Error(double[] a, double[] b)
        {
            double worst = 0;
            for (int i = 0; i < a.Length; i++) worst = Math.Max(worst, Math.Abs(a[i] - b[i]));
            return worst;
        }

        static double[] Run(double step)
        {
            var solver = Solver(new IntegrationOptions { Step = step, Tolerance = 1e-5, Reduction = 1e-10 });
            solver.Advance(SimTime.FromMilliseconds(8));
            return Levels(solver);
        }
    }

    /// <summary>Steps over which a molecule jumps some thousand times, from a single tet: nothing is lost and nothing falls below zero.</summary>
    [Theory]
    [InlineData(0.01)]
    [InlineData(50)]
    public void Advance_FromOneTet_StaysPositiveAndKeepsAmounts(double step)
    {
        var options = Binding() with { Initial = [] };
        var mesh = MirrorMesh.Create(1, 4, 1, 1);
        var solver = new DeterministicSolver(ModelBuilder.Build(options, mesh), new IntegrationOptions { Step = step }, new int[mesh.Count], Serial);
        solver.SetLevel(0, 0, 1e6);
        solver.SetLevel(mesh.Count - 1, 1, 1e6);
        var all = Enumerable.Range(0, mesh.Count).ToArray();
        var before = solver.Molecules(all);
        solver.Advance(SimTime.FromMilliseconds(step));
        solver.Advance(SimTime.FromMilliseconds(2 * step));
        var after = solver.Molecules(all);
        Assert.All(Levels(solver), level => Assert.True(level >= 0, $"{level}"));
        // Rounding of sums of a hundred terms.
        Assert.Equal(before[0], after[0] + after[2], 1e-12 * before[0]);
        Assert.Equal(before[1], after[1] + after[2], 1e-12 * before[1]);
        Assert.True(after[2] > 0 || step < 1);
    }

    [Fact]
    public void Restore_HalfWay_ContinuesToTheBit()
    {
        DeterministicSolver whole = Solver(new()), other = Solver(new());
        whole.Advance(SimTime.FromMilliseconds(2));
        var checkpoint = new MemoryCheckpoint();
        whole.Save(checkpoint);
        other.Restore(checkpoint);
        whole.Advance(SimTime.FromMilliseconds(5));
        other.Advance(SimTime.FromMilliseconds(5));
        Assert.Equal(Levels(whole), Levels(other));
    }

    /// <summary>Oracle: the mean of many runs of whole molecules.</summary>
    [Fact]
    public void Advance_BesideMolecules_FollowsTheirMean()
    {
        var mesh = MirrorMesh.Create(1, 2, 2, 2);
        var model = ModelBuilder.Build(Binding(), mesh);
        var all = Enumerable.Range(0, mesh.Count).ToArray();
        var levels = new DeterministicSolver(model, new IntegrationOptions { Step = 0.2 }, new int[mesh.Count], Serial);
        levels.Advance(SimTime.FromMilliseconds(4));
        const int runs = 30;
        double sum = 0, squares = 0;
        for (int seed = 0; seed < runs; seed++)
        {
            var molecules = new StochasticSolver(model, new(), seed, new int[mesh.Count], Serial);
            molecules.Advance(SimTime.FromMilliseconds(4));
            double c = molecules.Totals(all)[2];
            sum += c;
            squares += c * c;
        }
        double mean = sum / runs, error = Math.Sqrt((squares / runs - mean * mean) / runs);
        Assert.Equal(mean, levels.Molecules(all)[2], 4 * error);
    }

    private static ReactionDiffusionOptions Binding() => new()
    {
        Species = new[] { "A", "B", "C" }.ToDictionary(n => n, n => new MoleculeOptions { Diffusivity = n == "C" ? 0.02 : 0.1 }),
        Reactions = new Dictionary<string, RateOptions> { ["A + B <-> C"] = new() { Forward = "1e8 /M/s", Backward = "100 /s" } },
        Initial = [new() { Species = "A", Count = 3000 }, new() { Species = "B", Count = 2000 }],
    };

    private static DeterministicSolver Solver(IntegrationOptions integration)
    {
        var mesh = MirrorMesh.Create(1, 4, 1, 1);
        var solver = new DeterministicSolver(ModelBuilder.Build(Binding(), mesh), integration, new int[mesh.Count], Serial);
        for (int t = 0; t < mesh.Count; t++)
        {
            double wave = Math.Cos(Math.PI * mesh.Barycentre(t).X / 4);
            solver.SetLevel(t, 0, 500 * (1 + wave));
            solver.SetLevel(t, 1, 500 * (1 - wave));
        }
        return solver;
    }

    private static double[] Levels(DeterministicSolver solver) => [.. Enumerable.Range(0, 3 * solver.Cells.Count).Select(i => solver.Level(i / 3, i % 3))];
}
