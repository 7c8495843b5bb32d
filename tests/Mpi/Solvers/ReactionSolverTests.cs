using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Formats;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.MpiTests;

public static class ReactionSolverTests
{
    /// <summary>Volumes, a patch with reactions across it, a held region, an injection and a boundary; the oracle is the same run on one rank.</summary>
    [Ranks(1, 2, 3, 4)]
    public static void Advance_OnAnyRanks_EqualsOneRankToTheMolecule(Communicator ranks)
    {
        var mesh = MirrorMesh.Create(1, 4, 2, 2, split: 2);
        var parts = MeshPartition.Create(mesh, ranks, 1, new MetisPartitioner());
        StochasticSolver one = Solver(mesh, new int[mesh.Count], new SerialCommunicator()), many = Solver(mesh, parts.Parts, ranks);
        foreach (double t in (double[])[2, 5])
        {
            one.Advance(SimTime.FromMilliseconds(t));
            many.Advance(SimTime.FromMilliseconds(t));
        }
        var all = new EntityGather(ranks, many.Cells).All(many.Counts, many.Model.Species.Count);
        Assert.Equal(one.Counts.ToArray(), all);
        Assert.Equal(one.Events(), many.Events());
        Assert.Equal(one.Jumps, many.Jumps);
        Assert.All(one.Events(), e => Assert.True(e > 0));
    }

    /// <summary>The same model as a hybrid with many continuous pairs; the oracle is the same run on one rank.</summary>
    [Ranks(1, 2, 3, 4)]
    public static void AdvanceHybrid_OnAnyRanks_EqualsOneRankToTheMolecule(Communicator ranks)
    {
        var mesh = MirrorMesh.Create(1, 4, 2, 2, split: 2);
        var parts = MeshPartition.Create(mesh, ranks, 1, new MetisPartitioner());
        var options = Options() with { Hybrid = new() { Threshold = 16 }, Integration = new() { Step = 0.2 } };
        options = options with { Initial = [.. options.Initial, new() { Species = "B", In = "held", Count = 4000 }] };
        var model = ModelBuilder.Build(options, mesh);
        StochasticSolver one = Hybrid(new int[mesh.Count], new SerialCommunicator()), many = Hybrid(parts.Parts, ranks);
        foreach (double t in (double[])[2, 5])
        {
            one.Advance(SimTime.FromMilliseconds(t));
            many.Advance(SimTime.FromMilliseconds(t));
        }
        var all = new EntityGather(ranks, many.Cells).All(many.Counts, model.Species.Count);
        Assert.Equal(one.Counts.ToArray(), all);
        Assert.Equal(one.Events(), many.Events());
        Assert.Equal((one.Jumps, one.Leaps, one.ContinuousPairs, one.Cuts), (many.Jumps, many.Leaps, many.ContinuousPairs, many.Cuts));
        Assert.True(one.Leaps > 100 && one.ContinuousPairs > 20 && one.Events().Sum() > one.Leaps, $"{one.Leaps} {one.ContinuousPairs} {one.Events().Sum()}");

        StochasticSolver Hybrid(int[] owner, Communicator on) => new(model, options.Splitting, 9, owner, on, options.Hybrid, options.Integration);
    }

    /// <summary>The same model as concentrations; the oracle is the same run on one rank.</summary>
    [Ranks(2, 3)]
    public static void AdvanceConcentrations_OnAnyRanks_EqualsOneRankToTheBit(Communicator ranks)
    {
        var mesh = MirrorMesh.Create(1, 4, 2, 2, split: 2);
        var parts = MeshPartition.Create(mesh, ranks, 1, new MetisPartitioner());
        var model = ModelBuilder.Build(Options(), mesh);
        DeterministicSolver one = new(model, new(), new int[mesh.Count], new SerialCommunicator()), many = new(model, new(), parts.Parts, ranks);
        one.Advance(SimTime.FromMilliseconds(3));
        many.Advance(SimTime.FromMilliseconds(3));
        double[] expected = new double[one.Cells.Count * model.Species.Count], own = new double[many.Cells.Count * model.Species.Count];
        one.CopyMolecules(expected);
        many.CopyMolecules(own);
        Assert.Equal(expected, new EntityGather(ranks, many.Cells).All<double>(own, model.Species.Count));
        Assert.Equal(one.Molecules(model.Cells.Domains[0].Cells), many.Molecules(model.Cells.Domains[0].Cells));
    }

    private static StochasticSolver Solver(TetMesh mesh, int[] owner, Communicator ranks) =>
        new(ModelBuilder.Build(Options(), mesh), new(), 9, owner, ranks);

    private static ReactionDiffusionOptions Options() => new()
    {
        Species = new Dictionary<string, MoleculeOptions>
        {
            ["A"] = new() { Diffusivity = 0.2 }, ["B"] = new() { Diffusivity = 0.1, Diffusivities = new Dictionary<string, double> { ["right"] = 0.3 } }, ["C"] = new(),
            ["R"] = new() { Diffusivities = new Dictionary<string, double> { ["end"] = 0.01 } },
        },
        Patches = new Dictionary<string, PatchOptions> { ["end"] = new() },
        Regions = new Dictionary<string, RegionOptions> { ["held"] = new() { High = [0.5, 1, 1] } },
        Reactions = new Dictionary<string, RateOptions>
        {
            ["A + B <-> C"] = new() { Forward = "1e9 /M/s", Backward = "200 /s" }, ["0 -> A in right"] = new() { Forward = "0.1 mM/s" },
            ["A(inner) + R -> R + B(inner) on end"] = new() { Forward = "1e8 /M/s" },
        },
        DiffusionBoundaries = [new() { Between = ["left", "right"], Species = ["B"] }],
        Clamps = [new() { Species = "A", In = "held", Concentration = 1e-3 }],
        Fluxes = [new() { Species = "C", In = "left", Rate = 5 }],
        Initial = [new() { Species = "A", Count = 2000 }, new() { Species = "B", In = "left", Count = 3000 }, new() { Species = "R", In = "end", Density = 40 }],
    };
}
