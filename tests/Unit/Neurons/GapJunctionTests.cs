using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

public sealed class GapJunctionTests
{
    private const double Step = 0.025; // ms
    private const double Capacitance = 1e-5 * Math.PI * 20 * 20; // of a cell [nF]: 1 uF/cm2

    /// <summary>
    /// The extrapolated voltage of the other side makes the difference of two equal cells swing, and grow, once conductance times step exceeds the
    /// capacitance: z = -1 solves (1 + a/2) z^2 - (1 - 2a) z - a/2 = 0 at a = 1.
    /// </summary>
    [Theory]
    [InlineData(0.8, false)]
    [InlineData(1.25, true)]
    public void Warnings_ConductanceBySteps_TellWhetherVoltagesSwing(double share, bool swings)
    {
        var solver = new NeuronSolver(new NeuronOptions { TimeStep = Step, InitialVoltage = -65, Accumulation = false }, Pair(share * Capacitance / Step), new SerialCommunicator());

        solver.Advance(SimTime.FromMilliseconds(1));
        double difference = Math.Abs(solver.Voltages[0] - solver.Voltages[1]);

        Assert.Equal(swings, solver.Warnings.Any(w => w.Contains("gap junctions", StringComparison.Ordinal)));
        Assert.Equal(swings, difference > 1); // [mV]: 0.01 nA through so wide a junction makes a hundredth of that
    }

    [Fact]
    public void Warnings_InNeuronsSteps_AreSilentAsTheyAreStable()
    {
        var options = new NeuronOptions { TimeStep = Step, InitialVoltage = -65, Accumulation = false, Method = IntegrationMethod.ImplicitEuler, Compatibility = Compatibility.Neuron };
        var solver = new NeuronSolver(options, Pair(5 * Capacitance / Step), new SerialCommunicator());

        solver.Advance(SimTime.FromMilliseconds(1));

        Assert.DoesNotContain(solver.Warnings, w => w.Contains("gap junctions", StringComparison.Ordinal));
        Assert.InRange(Math.Abs(solver.Voltages[0] - solver.Voltages[1]), 0, 1);
    }

    /// <summary>NEURON 8.2.2: two somata of Hodgkin and Huxley's membrane joined by 0.004 uS of the same text, whose POINTERs it sets to each other's voltage; secondorder 0 and 2, dt 0.025 ms.</summary>
    [Theory]
    [InlineData(IntegrationMethod.ImplicitEuler, new[] { 4.299433830, 39.289370722, -72.506905058, -75.546955495, -64.840941949, -70.945554852, -57.876484409, -65.404477596, -15.415571542, 37.574943476 })]
    [InlineData(IntegrationMethod.CrankNicolson, new[] { 2.733371303, 40.033909799, -72.401900756, -75.492983331, -64.717275289, -70.831129291, -57.745520156, -65.309973868, -20.385479065, 33.966599386 })]
    public void Pointer_ToTheOtherCell_FollowsNeuron(IntegrationMethod method, double[] expected)
    {
        var catalog = new MechanismCatalog { CacheFolder = null };
        catalog.Add(Path.Combine(ModFiles.Tests, "gap_pointer.mod"));
        var soma = new Morphology("ball", [new Section(0, SectionType.Soma, -1, 0, [new(default, 20), new(new Point3(20, 0, 0), 20)])]);
        var model = CellModel.Uniform("ball", MembraneOptions.Bare with { Mechanisms = [new() { Name = "hh" }] }, rest: false);
        var solver = new NeuronSolver(new NeuronOptions { InitialVoltage = -65, Celsius = 6.3, Accumulation = false, Method = method, Compatibility = Compatibility.Neuron },
            new NeuronNetwork
            {
                Cells = [new CellDescription(0, soma, model), new CellDescription(1, soma, model)],
                GapJunctions = [new GapJunction(0, new GapEnd(0, 0, 0.5), new GapEnd(1, 0, 0.5), 0.004) { Mechanism = "gap_pointer" }],
                Clamps = [new CurrentClamp(0, 0, 0.5, 1, 20, 0.15, CurrentCarrier.None)],
            }, new SerialCommunicator(), null, catalog);
        var rows = new List<double>();
        for (int k = 1; k <= 5; k++)
        {
            solver.Advance(SimTime.FromMilliseconds(4 * k));
            rows.AddRange(solver.Voltages.ToArray());
        }
        Assert.Equal(expected, rows, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    /// <summary>Two passive cells of one compartment, the first with a weak current.</summary>
    private static NeuronNetwork Pair(double conductance)
    {
        var soma = new Morphology("ball", [new Section(0, SectionType.Soma, -1, 0, [new(new Point3(-10, 0, 0), 20), new(new Point3(10, 0, 0), 20)])]);
        var passive = MembraneOptions.Bare with { Passive = 5e-5, PassiveReversal = -65 };
        var model = CellModel.Uniform("ball", passive, rest: false);
        return new NeuronNetwork
        {
            Cells = [new CellDescription(0, soma, model), new CellDescription(1, soma, model)],
            GapJunctions = [new GapJunction(0, new GapEnd(0, 0, 0.5), new GapEnd(1, 0, 0.5), conductance)],
            Clamps = [new CurrentClamp(0, 0, 0.5, 0.1, 100, 0.01, CurrentCarrier.None)],
        };
    }
}
