using Multiscale.BloodFlow;
using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

/// <summary>Solutes that blood holds and tissue draws.</summary>
public sealed class DeliveredSoluteTests
{
    private static readonly SerialCommunicator Serial = new();

    [Fact]
    public void Advance_DrawnWhileVesselsLive_GivesWhatTheBloodLoses()
    {
        var oxygen = new SoluteOptions { Name = "oxygen", Entering = 8.35, Permeability = 1000, Binding = new() { Dissolved = true } };
        var options = new BloodFlowOptions { InflowPerTissue = 0.012, MaxEntries = 1, Radii = RadiusModel.Stochastic, Hematocrit = new() { Transport = true }, Viscosity = ViscosityModel.PriesInVitro };
        BloodFlowSolver New() => new(options, Fork(), BloodFlowSolver.Blocks(Fork(), Serial), Serial, 1e6, [oxygen]);
        using var first = New();
        double Held(BloodFlowSolver solver) => solver.Accounts.Where(a => a.Quantity == "oxygen").Sum(a => a.Holdings().ToArray().Sum());
        double before = Held(first), returned = 0;
        for (int w = 0; w < 4; w++)
        {
            // Up to 8 mM/s of the vessel's blood, and some of it back.
            var draw = Port(first, "oxygen-returned").Values;
            for (int e = 0; e < draw.Length; e++) draw[e] = 0.8 * first.Volumes[e] * (e % 3 == 0 ? 0.02 : -1);
            returned += draw.Sum();
            first.Advance(SimTime.FromMilliseconds(100 * (w + 1)));
            Assert.All(first.Delivered[0].Contents, c => Assert.True(c > 0));
        }
        // Rounding of what passed, some hundred times what was drawn.
        Assert.Equal(before + returned, Held(first), 1e-12 * before);
        var checkpoint = new MemoryCheckpoint();
        first.Save(checkpoint);
        first.Advance(SimTime.FromMilliseconds(500));
        using var second = New();
        second.Restore(checkpoint);
        second.Advance(SimTime.FromMilliseconds(500));
        Assert.Equal(first.Delivered[0].Contents, second.Delivered[0].Contents);
        Assert.Equal(Held(first), Held(second));
    }

    [Fact]
    public void Advance_ConstantDraw_ConcentrationFallsPieceByPiece()
    {
        // Steady: Q c_i = Q c_(i-1) - q. What is free then solves total = free + bound, a Hill curve.
        const double flow = 2000, draw = 400;
        var binding = new BindingOptions { Dissolved = true };
        var solute = new SoluteOptions { Name = "oxygen", Entering = 8.35, Permeability = 1000, Binding = binding };
        var options = new BloodFlowOptions { Boundaries = [new() { Node = 0, Flow = flow }, new() { Node = 10, Pressure = 1 }] };
        using var solver = new BloodFlowSolver(options, Chain(11), BloodFlowSolver.Blocks(Chain(11), Serial), Serial, delivered: [solute]);
        for (int w = 1; w <= 100; w++)
        {
            Port(solver, "oxygen-returned").Values.AsSpan().Fill(-draw * 0.1);
            solver.Advance(SimTime.FromMilliseconds(100 * w));
        }
        var blood = solver.Delivered[0];
        for (int i = 0; i < 10; i++)
        {
            double c = 8.35 - (i + 1) * draw / flow, free = blood.Free[i], x = Math.Pow(free / binding.Half, binding.Exponent);
            Assert.Equal(c, blood.Concentrations[i], 1e-12 * c);
            Assert.Equal(c, free + binding.Capacity * x / (1 + x), 1e-12 * c);
            Assert.Equal(binding.Capacity / (1 + x), blood.Vacant[i], 1e-12);
            // The slope of the curve by a difference: 1e-4 is its second derivative over a thousandth.
            double y = Math.Pow(1.001 * free / binding.Half, binding.Exponent), slope = 0.001 * free / (0.001 * free + binding.Capacity * (y / (1 + y) - x / (1 + x)));
            Assert.Equal(1, blood.Emptying[i] / (1000 * 2 / solver.Radii[i] * slope), 5e-3);
        }
        Assert.Equal(8.35 - 10 * draw / flow, blood.Leaving, 1e-11);
    }

    [Fact]
    public void Advance_MoreDrawnThanHeld_NamesTheVessel()
    {
        var solute = new SoluteOptions { Name = "glucose", Entering = 4.75, Permeability = 0.5 };
        using var solver = new BloodFlowSolver(new BloodFlowOptions { Boundaries = [new() { Node = 0, Flow = 1 }, new() { Node = 2, Pressure = 1 }] }, Chain(3), BloodFlowSolver.Blocks(Chain(3), Serial), Serial, delivered: [solute]);
        Port(solver, "glucose-returned").Values[1] = -5 * solver.Volumes[1];
        var fault = Assert.Throws<NumericalException>(() => solver.Advance(SimTime.FromMilliseconds(100)));
        Assert.Equal("MS0644", fault.Diagnostics[0].Code);
        Assert.Contains("glucose in vessel 1", fault.Message);
        Assert.Equal("MS0645", Assert.Throws<InputException>(() => new BloodFlowSolver(new BloodFlowOptions { Solutes = [solute], Boundaries = [new() { Node = 0, Flow = 1 }, new() { Node = 2, Pressure = 1 }] },
            Chain(3), BloodFlowSolver.Blocks(Chain(3), Serial), Serial, delivered: [solute])).Diagnostics[0].Code);
    }

    private static Port Port(BloodFlowSolver solver, string name) => solver.Ports.Single(p => p.Name == name);

    /// <summary>Vessels of 10 um on a line, diameters 4 um.</summary>
    private static VesselGraph Chain(int nodes) => VesselGraph.FromNodes(
        [.. Enumerable.Range(0, nodes).Select(i => new Point3(10 * i, 0, 0))], [.. Enumerable.Repeat(4.0, nodes)], [.. Enumerable.Range(0, nodes - 1)], [.. Enumerable.Range(1, nodes - 1)]);

    /// <summary>A trunk that parts into two unequal branches and their crosslink, which join again.</summary>
    private static VesselGraph Fork() => VesselGraph.FromNodes(
        [new(0, 0, 0), new(0, -20, 0), new(-15, -40, 0), new(15, -40, 0), new(-15, -60, 0), new(15, -60, 0), new(0, -80, 0), new(0, -100, 0)],
        [8, 7, 5, 5.6, 4.8, 5.4, 8, 9], [0, 1, 1, 2, 2, 3, 4, 5, 6], [1, 2, 3, 3, 4, 5, 6, 6, 7]);
}
