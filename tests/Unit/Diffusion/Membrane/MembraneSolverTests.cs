using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

public sealed class MembraneSolverTests
{
    private static readonly SerialCommunicator Serial = new();

    /// <summary>Two states under a voltage clamp: n(t) = n_inf + (n_0 - n_inf) exp(-(a + b) t).</summary>
    [Theory]
    [InlineData(ReactionMethod.Deterministic)]
    [InlineData(ReactionMethod.Stochastic)]
    public void Advance_ClampedChannels_FollowTheirClosedForm(ReactionMethod method)
    {
        const double v = -21.37, count = 40_000;
        var (options, model) = Clamped(method, v, count);
        var solver = Solver(options, model);
        double a = 0.3 * Math.Exp(v / 25), b = 0.1 * Math.Exp(-v / 40), steady = count * a / (a + b);
        foreach (double t in (double[])[0.5, 2])
        {
            solver.Advance(SimTime.FromMilliseconds(t));
            double open = ((IReactionSolver)solver).Molecules(model.Membrane!.Triangles)[1], exact = steady * (1 - Math.Exp(-(a + b) * t));
            // Concentrations: linear interpolation of the exponential over 0.1 mV; molecules: four binomial deviations.
            Assert.Equal(exact, open, method == ReactionMethod.Deterministic ? 3e-6 * exact : 4 * Math.Sqrt(exact * (1 - exact / count)));
            Assert.Equal(count, ((IReactionSolver)solver).Molecules(model.Membrane!.Triangles)[..2].Sum(), 1e-6);
        }
    }

    /// <summary>Molecules that meet on the membrane, 2 A -> B: 1/A = 1/A0 + 2 k(V) t, A per area.</summary>
    [Theory]
    [InlineData(ReactionMethod.Deterministic)]
    [InlineData(ReactionMethod.Stochastic)]
    public void Advance_PairsAtAPotential_FollowTheirClosedForm(ReactionMethod method)
    {
        var (options, mesh) = Ball();
        options = options with
        {
            Method = method,
            Reactions = new Dictionary<string, RateOptions> { ["2 closed -> open on side"] = new() { Forward = "2e10*exp(V/20) [m^2/mol/s]" } },
            Initial = [new() { Species = "closed", In = "side", Density = 2000 }],
            Membrane = options.Membrane! with { Step = 0.05, VoltageClamps = [new() { In = "axon", Potential = 30 }] },
        };
        var model = ModelBuilder.Build(options, mesh);
        var solver = Solver(options, model);
        solver.Advance(SimTime.FromMilliseconds(1));
        double rate = 2e10 * Math.Exp(1.5) * 1e12 / Constants.Avogadro * 1e-3, exact = 16 / (1.0 / 2000 + 2 * rate * 1);
        // Tolerance of the rate equations; fluctuations of a pair reaction are below those of a Poisson number.
        Assert.Equal(exact, ((IReactionSolver)solver).Molecules(model.Membrane!.Triangles)[0], method == ReactionMethod.Deterministic ? 1e-3 * exact : 4 * Math.Sqrt(exact));
        Assert.InRange(exact, 3000, 29000);
    }

    /// <summary>One channel per triangle makes a conductance g: V relaxes to E with C / g.</summary>
    [Fact]
    public void Advance_OhmicChannels_RelaxTheMembrane()
    {
        var (options, mesh) = Ball();
        options = options with
        {
            Membrane = options.Membrane! with { Ohmic = [new() { Species = "open", Conductance = 5, Reversal = -20 }], Step = 0.02 },
            Initial = [new() { Species = "open", In = "side", Density = 4 }],
        };
        var model = ModelBuilder.Build(options, mesh);
        var solver = Solver(options, model);
        solver.Advance(SimTime.FromMilliseconds(1));
        double area = model.Cells.Domains[^1].Size, capacitance = 1e-5 * area, conductance = 5e-6 * model.Initial[0].Count;
        double exact = -20 - 45 * Math.Exp(-conductance / capacitance * 1);
        // (0.02 ms g / C)^2 of SDIRK2 and gradients within 2 um.
        Assert.Equal(exact, solver.Potential(model.Cells.Domains[0].Cells), 0.01);
        Assert.Equal(-65 + 45 * (1 - Math.Exp(-2)), exact, 0.2);
    }

    [Fact]
    public void Advance_CurrentForAWhile_LeavesItsCharge()
    {
        var (options, mesh) = Ball();
        var model = ModelBuilder.Build(options with
        {
            Membrane = options.Membrane! with { CurrentClamps = [new() { In = "start", Amplitude = 0.01, From = SimTime.FromMilliseconds(0.1), Until = SimTime.FromMilliseconds(0.35) }], Step = 0.04 },
        }, mesh);
        var solver = Solver(options, model);
        solver.Advance(SimTime.FromMilliseconds(0.1));
        // The rows of the stiffness sum to 0 but for rounding.
        Assert.Equal(-65, solver.Potential([0]), 1e-10);
        solver.Advance(SimTime.FromMilliseconds(2));
        // 0.25 ms of 0.01 nA on C: steps end where clamps do.
        Assert.Equal(-65 + 0.0025 / model.Membrane!.Capacitance.Sum(), solver.Potential([0]), 1e-6);
    }

    [Theory]
    [InlineData(ReactionMethod.Deterministic)]
    [InlineData(ReactionMethod.Stochastic)]
    public void Restore_HalfWay_ContinuesToTheBit(ReactionMethod method)
    {
        SquidAxonTets axon = new(Serial, method, 20, 0.01), same = new(Serial, method, 20, 0.01, seed: method == ReactionMethod.Stochastic ? 1 : 2);
        MembraneSolver whole = axon.Solver(), other = same.Solver();
        whole.Advance(SimTime.FromMilliseconds(1.5));
        var checkpoint = new MemoryCheckpoint();
        whole.Save(checkpoint);
        other.Restore(checkpoint);
        whole.Advance(SimTime.FromMilliseconds(2));
        other.Advance(SimTime.FromMilliseconds(2));
        Assert.Equal(whole.Potentials.ToArray(), other.Potentials.ToArray());
        Assert.Equal((whole.Steps, whole.Time), (other.Steps, other.Time));
        Assert.True(SquidAxonTets.Ends(whole).Start > -60);
    }

    [Theory]
    [InlineData(ReactionMethod.Deterministic)]
    [InlineData(ReactionMethod.Stochastic)]
    public void Advance_Warm_AllocatesNothing(ReactionMethod method)
    {
        var (options, model) = Clamped(method, -30, 2000);
        var solver = Solver(options, model);
        solver.Advance(SimTime.FromMilliseconds(0.5));
        long before = GC.GetAllocatedBytesForCurrentThread();
        solver.Advance(SimTime.FromMilliseconds(1));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static (ReactionDiffusionOptions, ReactionModel) Clamped(ReactionMethod method, double potential, double count)
    {
        var (options, mesh) = Ball();
        options = options with
        {
            Method = method,
            Reactions = new Dictionary<string, RateOptions> { ["closed <-> open on side"] = new() { Forward = "300*exp(V/25) [1/s]", Backward = "0.1*exp(-V/40) [1/ms]" } },
            Initial = [new() { Species = "closed", In = "side", Count = count }],
            Membrane = options.Membrane! with { Step = 0.05, VoltageClamps = [new() { In = "axon", Potential = potential }], Ohmic = [new() { Species = "open", Conductance = 10, Reversal = 0 }] },
        };
        return (options, ModelBuilder.Build(options, mesh));
    }

    private static (ReactionDiffusionOptions, Geometry.TetMesh) Ball() => (new()
    {
        Species = new Dictionary<string, MoleculeOptions> { ["closed"] = new(), ["open"] = new() },
        Patches = new Dictionary<string, PatchOptions> { ["side"] = new() },
        Membrane = new() { Compartment = "axon", Patches = ["side"] },
    }, BarMesh.Create(2, 2, 2, 2));

    private static MembraneSolver Solver(ReactionDiffusionOptions options, ReactionModel model) =>
        (MembraneSolver)IReactionSolver.Create(model, options, 4, new int[model.Cells.Mesh.Count], Serial);
}
