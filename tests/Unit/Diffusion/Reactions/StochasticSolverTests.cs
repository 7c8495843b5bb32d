using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

public sealed class StochasticSolverTests
{
    private static readonly SerialCommunicator Serial = new();

    [Fact]
    public void Advance_BindingInABox_KeepsEveryMolecule()
    {
        var solver = Solver(Binding(3000, 2000));
        for (int k = 1; k <= 20; k++)
        {
            solver.Advance(SimTime.FromMilliseconds(k));
            var n = Totals(solver);
            Assert.Equal((3000, 2000), (n[0] + n[2], n[1] + n[2]));
        }
        Assert.True(solver.Events().All(e => e > 100) && solver.Jumps > 100_000, $"{solver.Jumps}");
    }

    [Fact]
    public void Advance_Equilibrium_IsThatOfTheMasterEquation()
    {
        // c = k / v on 8 um^3: the mean of C solves (A0 - C)(B0 - C) k = kb C up to fluctuations of relative size 1/C.
        double sum = 0;
        int samples = 0;
        var solver = Solver(Binding(3000, 2000));
        for (int k = 1; k <= 120; k++)
        {
            solver.Advance(SimTime.FromMilliseconds(2 * k));
            if (k <= 20) continue;
            sum += Totals(solver)[2];
            samples++;
        }
        double dissociation = 100.0 / 1e8 * 6.02214076e8 * 8, b = 5000 + dissociation, exact = (b - Math.Sqrt(b * b - 4 * 3000.0 * 2000)) / 2;
        // Variance of C below its mean; samples of 2 ms are correlated over 1/(kb + k (A + B)) of about 2 ms.
        Assert.Equal(exact, sum / samples, 5 * Math.Sqrt(exact / (samples / 3.0)));
    }

    [Fact]
    public void Advance_UniformStart_StaysUniformWithinPoissonNoise()
    {
        const int n = 240_000;
        var solver = Solver(new() { Species = new Dictionary<string, MoleculeOptions> { ["A"] = new() { Diffusivity = 0.5 } }, Initial = [new() { Species = "A", Count = n }] });
        solver.Advance(SimTime.FromMilliseconds(50));
        double chi = 0;
        for (int c = 0; c < solver.Counts.Length; c++)
        {
            double mean = n * solver.Model.Cells.Sizes[c] / 8;
            chi += (solver.Counts[c] - mean) * (solver.Counts[c] - mean) / mean;
        }
        // chi-square with 191 degrees of freedom: quantiles 0.0005 and 0.9995.
        Assert.InRange(chi, 131, 262);
    }

    [Fact]
    public void Advance_SurfaceReaction_CarriesMoleculesAcross()
    {
        // Right of x = 1 is outside: the patch lies between two compartments. Every molecule that meets R is carried over.
        var mesh = MirrorMesh.Create(1, 2, 2, 2, split: 1);
        var model = ModelBuilder.Build(new()
        {
            Species = new Dictionary<string, MoleculeOptions> { ["A"] = new() { Diffusivity = 0.1 }, ["R"] = new() },
            Patches = new Dictionary<string, PatchOptions> { ["end"] = new() },
            Reactions = new Dictionary<string, RateOptions> { ["A(inner) + R -> R on end"] = new() { Forward = "1e9 /M/s" } },
            Initial = [new() { Species = "A", In = "left", Count = 5000 }, new() { Species = "R", In = "end", Count = 64 }],
        }, mesh);
        var solver = new StochasticSolver(model, new(), 1, new int[mesh.Count], Serial);
        solver.Advance(SimTime.FromMilliseconds(10));
        Assert.Equal(64, solver.Totals(model.Cells.Domains[2].Cells)[1]);
        long left = solver.Totals(model.Cells.Domains[0].Cells)[0];
        Assert.Equal(5000, left + solver.Events()[0]);
        Assert.InRange(left, 1, 4900);
    }

    [Fact]
    public void Advance_ClosedBoundary_LetsNothingThrough()
    {
        foreach (bool open in (bool[])[false, true])
        {
            var model = ModelBuilder.Build(new()
            {
                Species = new Dictionary<string, MoleculeOptions> { ["A"] = new() { Diffusivity = 1 } },
                DiffusionBoundaries = open ? [new() { Between = ["right", "left"], Species = ["A"] }] : [],
                Initial = [new() { Species = "A", In = "left", Count = 1000 }],
            }, MirrorMesh.Create(1, 2, 2, 2, split: 1));
            var solver = new StochasticSolver(model, new(), 1, new int[model.Cells.Count], Serial);
            solver.Advance(SimTime.FromMilliseconds(20));
            long crossed = solver.Totals(model.Cells.Domains[1].Cells)[0];
            // Mixed after 20 ms: binomial around a half.
            if (open) Assert.InRange(crossed, 420, 580);
            else Assert.Equal(0, crossed);
        }
    }

    [Fact]
    public void Restore_HalfWay_ContinuesToTheMolecule()
    {
        StochasticSolver whole = Solver(Binding(3000, 2000)), other = Solver(Binding(10, 10));
        whole.Advance(SimTime.FromMilliseconds(3));
        var checkpoint = new MemoryCheckpoint();
        whole.Save(checkpoint);
        other.Restore(checkpoint);
        whole.Advance(SimTime.FromMilliseconds(9));
        other.Advance(SimTime.FromMilliseconds(9));
        Assert.Equal(whole.Counts.ToArray(), other.Counts.ToArray());
        Assert.Equal((whole.Jumps, whole.Steps, whole.Events().Sum()), (other.Jumps, other.Steps, other.Events().Sum()));
    }

    [Fact]
    public void Advance_Warm_AllocatesNothing()
    {
        var solver = Solver(Binding(3000, 2000));
        solver.Advance(SimTime.FromMilliseconds(5));
        long before = GC.GetAllocatedBytesForCurrentThread();
        solver.Advance(SimTime.FromMilliseconds(10));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>
    /// One A and one B in each of many boxes of 24 tets, and steps in which pairs err by a fifth (c h / 2 = 0.2): the share that has reacted then differs
    /// by less than that from the one at a fortieth of the step.
    /// </summary>
    [Fact]
    public void Advance_LongSteps_ErrByLessThanTheTolerance()
    {
        double fine = Reacted(5e-3), coarse = Reacted(0.2);
        // Standard error of either share: sqrt(0.25 / 2000) = 1.1 %.
        Assert.True(Math.Abs(coarse / fine - 1) < 0.2 + 4 * Math.Sqrt(2) * 0.011 / fine, $"{fine} {coarse}");
        Assert.True(fine is > 0.3 and < 0.9, $"{fine}");

        static double Reacted(double tolerance)
        {
            const int boxes = 2000;
            var mesh = MirrorMesh.Create(1, 1, 1, 1, boxes);
            var model = ModelBuilder.Build(new()
            {
                Species = new[] { "A", "B", "C" }.ToDictionary(n => n, _ => new MoleculeOptions { Diffusivity = 0.02 }),
                Reactions = new Dictionary<string, RateOptions> { ["A + B -> C"] = new() { Forward = "1e9 /M/s" } },
            }, mesh);
            model = model with { Initial = [.. Enumerable.Range(0, mesh.Count).Chunk(24).SelectMany(box => (Seeding[])[new(0, box, 1), new(1, box, 1)])] };
            var solver = new StochasticSolver(model, new SplittingOptions { Tolerance = tolerance, Share = 1 }, 5, new int[mesh.Count], Serial);
            solver.Advance(SimTime.FromMilliseconds(500));
            return Totals(solver)[2] / (double)boxes;
        }
    }

    private static ReactionDiffusionOptions Binding(double a, double b) => new()
    {
        Species = new[] { "A", "B", "C" }.ToDictionary(n => n, n => new MoleculeOptions { Diffusivity = n == "C" ? 0.05 : 0.1 }),
        Reactions = new Dictionary<string, RateOptions> { ["A + B <-> C"] = new() { Forward = "1e8 /M/s", Backward = "100 /s" } },
        Initial = [new() { Species = "A", Count = a }, new() { Species = "B", Count = b }],
    };

    private static StochasticSolver Solver(ReactionDiffusionOptions options)
    {
        var mesh = MirrorMesh.Create(1, 2, 2, 2);
        return new(ModelBuilder.Build(options, mesh), options.Splitting, 1, new int[mesh.Count], Serial);
    }

    private static long[] Totals(StochasticSolver solver) => solver.Totals([.. Enumerable.Range(0, solver.Model.Cells.Mesh.Count)]);
}
