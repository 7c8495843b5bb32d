using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Formats;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.MpiTests;

public static class MembraneSolverTests
{
    /// <summary>Channels, ions through them, diffusion and clamps; the oracle is the same run on one rank.</summary>
    [Ranks(1, 2, 3, 4)]
    public static void Advance_OnAnyRanks_EqualsOneRankToTheBit(Communicator ranks)
    {
        var mesh = BarMesh.Create(2, 12, 2, 6, cut: 10);
        var parts = MeshPartition.Create(mesh, ranks, 1, new MetisPartitioner()).Parts;
        foreach (var method in (ReactionMethod[])[ReactionMethod.Stochastic, ReactionMethod.Deterministic])
        {
            MembraneSolver one = Solver(mesh, method, new int[mesh.Count], new SerialCommunicator()), many = Solver(mesh, method, parts, ranks);
            foreach (double t in (double[])[0.4, 1])
            {
                one.Advance(SimTime.FromMilliseconds(t));
                many.Advance(SimTime.FromMilliseconds(t));
            }
            Assert.Equal(one.Potentials.ToArray(), many.Potentials.ToArray());
            int species = one.Model.Species.Count;
            double[] expected = new double[one.Cells.Count * species], own = new double[many.Cells.Count * species];
            one.CopyMolecules(expected);
            many.CopyMolecules(own);
            Assert.Equal(expected, new EntityGather(ranks, many.Cells).All<double>(own, species));
            Assert.True(one.Potentials.ToArray().Max() - one.Potentials.ToArray().Min() > 0.1);
        }
    }

    /// <summary>Vertices spread over the ranks; the oracles are one rank, and the factorised matrix within the tolerance of the solves over 50 steps.</summary>
    [Ranks(2, 3)]
    public static void AdvanceByIteration_OnAnyRanks_EqualsOneRankToTheBit(Communicator ranks)
    {
        var mesh = BarMesh.Create(2, 12, 2, 6, cut: 10);
        var parts = MeshPartition.Create(mesh, ranks, 1, new MetisPartitioner()).Parts;
        MembraneSolver exact = Solver(mesh, ReactionMethod.Deterministic, new int[mesh.Count], new SerialCommunicator());
        MembraneSolver one = Solver(mesh, ReactionMethod.Deterministic, new int[mesh.Count], new SerialCommunicator(), factored: 0), many = Solver(mesh, ReactionMethod.Deterministic, parts, ranks, factored: 0);
        foreach (var solver in (MembraneSolver[])[exact, one, many]) solver.Advance(SimTime.FromMilliseconds(1));
        Assert.Equal(one.Potentials.ToArray(), many.Potentials.ToArray());
        for (int v = 0; v < exact.Potentials.Length; v++) Assert.Equal(exact.Potentials[v], one.Potentials[v], 1e-6);
    }

    private static MembraneSolver Solver(TetMesh mesh, ReactionMethod method, int[] owner, Communicator ranks, int factored = MembraneSolver.Factored)
    {
        var options = new ReactionDiffusionOptions
        {
            Species = new Dictionary<string, MoleculeOptions> { ["Ca"] = new() { Valence = 2, Diffusivity = 0.05 }, ["closed"] = new(), ["open"] = new() },
            Patches = new Dictionary<string, PatchOptions> { ["wall"] = new() { Inner = "axon", Outer = "outside" }, ["start"] = new() },
            Reactions = new Dictionary<string, RateOptions>
            {
                ["closed <-> open on wall, start"] = new() { Forward = "3*exp((V + 40)/12) [1/ms]", Backward = "0.4 /ms" },
                ["Ca(inner) + open -> open on wall"] = new() { Forward = "1e6 /M/s" },
            },
            Initial =
            [
                new() { Species = "closed", In = "wall", Count = 80 }, new() { Species = "closed", In = "start", Count = 300 },
                new() { Species = "Ca", In = "axon", Concentration = 1e-3 }, new() { Species = "Ca", In = "outside", Concentration = 1 },
            ],
            Method = method,
            Membrane = new()
            {
                Compartment = "axon", Patches = ["wall", "start"], Resistivity = 300, Step = 0.02, Leaks = [new() { On = "start", Conductance = 3e-4, Reversal = -70 }],
                Ohmic = [new() { Species = "open", Conductance = 2, Reversal = 20 }],
                Goldman = [new() { Species = "open", Ion = "Ca", Permeability = 0.02, On = "wall" }],
                CurrentClamps = [new() { In = "start", Amplitude = 1e-3, Until = SimTime.FromMilliseconds(0.5) }],
            },
        };
        var model = ModelBuilder.Build(options, mesh);
        var molecules = IReactionSolver.Create(model with { Membrane = null }, options, 7, owner, ranks);
        return new MembraneSolver(molecules, model.Membrane!, ranks, factored);
    }
}
