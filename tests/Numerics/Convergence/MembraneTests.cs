using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Parallel;

namespace Multiscale.NumericsTests;

/// <summary>Oracle: the same axon in finer steps, or the closed form of the cable on finer meshes.</summary>
public sealed class MembraneTests
{
    private static readonly SerialCommunicator Serial = new();

    /// <summary>A spike of the squid's axon, both ends over 2 to 4 ms; the reference has an eighth of the finest step.</summary>
    [Fact]
    public void Spike_HalfTheStep_GivesAQuarterOfTheError()
    {
        double[] exact = Trace(0.00125), coarse = Trace(0.02), fine = Trace(0.01);
        double order = Math.Log2(Distance(coarse, exact) / Distance(fine, exact));
        Assert.True(order is > 1.8 and < 2.3, $"{Distance(coarse, exact):e3} {Distance(fine, exact):e3}");
    }

    [Fact]
    public void Cable_HalfTheSpacing_GivesAQuarterOfTheError()
    {
        double coarse = PassiveAxon.Errors(Serial, 20, 0.0125, channels: false, until: 20).Start, fine = PassiveAxon.Errors(Serial, 40, 0.0125, channels: false, until: 20).Start;
        Assert.True(Math.Log2(coarse / fine) is > 1.8 and < 2.3, $"{coarse:e3} {fine:e3}");
    }

    /// <summary>Calcium that enters through channels, diffuses and depolarises: V and calcium after 1 ms.</summary>
    [Fact]
    public void Ions_HalfTheStep_GivesAQuarterOfTheError()
    {
        double[] exact = Entry(0.005), coarse = Entry(0.08), fine = Entry(0.04);
        for (int k = 0; k < exact.Length; k++)
            Assert.True(Math.Log2(Math.Abs((coarse[k] - exact[k]) / (fine[k] - exact[k]))) is > 1.7 and < 2.5, $"{coarse[k]} {fine[k]} {exact[k]}");
    }

    private static double[] Entry(double step)
    {
        var mesh = BarMesh.Create(1, 12, 1, 6);
        var options = new ReactionDiffusionOptions
        {
            Species = new Dictionary<string, MoleculeOptions> { ["Ca"] = new() { Valence = 2, Diffusivity = 0.2 }, ["closed"] = new(), ["open"] = new() },
            Patches = new Dictionary<string, PatchOptions> { ["side"] = new() },
            Reactions = new Dictionary<string, RateOptions> { ["closed <-> open on side"] = new() { Forward = "0.5*exp((V + 40)/12) [1/ms]", Backward = "0.6 /ms" } },
            Initial = [new() { Species = "closed", In = "side", Density = 200 }, new() { Species = "Ca", Concentration = 1e-2 }],
            Method = ReactionMethod.Deterministic,
            Integration = new() { Step = 1, Tolerance = 1e-6, Reduction = 1e-9 },
            Membrane = new()
            {
                Compartment = "axon", Patches = ["side"], Step = step, Leaks = [new() { Conductance = 3e-4, Reversal = -70 }],
                Goldman = [new() { Species = "open", Ion = "Ca", Permeability = 5e-3, Outer = 2 }],
            },
        };
        var solver = (MembraneSolver)IReactionSolver.Create(ModelBuilder.Build(options, mesh), options, 1, new int[mesh.Count], Serial);
        solver.Advance(SimTime.FromMilliseconds(1.2));
        int[] axon = solver.Model.Cells.Domains[0].Cells;
        return [solver.Potential(axon), ((IReactionSolver)solver).Molecules(axon)[0]];
    }

    private static double[] Trace(double step)
    {
        var solver = new SquidAxonTets(Serial, ReactionMethod.Deterministic, 40, step).Solver();
        var trace = new List<double>();
        for (int k = 1; k <= 20; k++)
        {
            solver.Advance(SimTime.FromMilliseconds(0.2 * k));
            var (start, end) = SquidAxonTets.Ends(solver);
            if (k > 10) trace.AddRange([start, end]);
        }
        return [.. trace];
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Average());
}
