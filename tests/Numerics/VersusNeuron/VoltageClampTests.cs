using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.NumericsTests;

/// <summary>A soma of 20 um with a dendrite of 300 x 2 um, held at -65, 0 and -80 mV for 5, 10 and 5 ms and let go: NEURON 8.2.2's SEClamp.</summary>
public sealed class VoltageClampTests
{
    /// <summary>Voltages of the soma and of the first and last compartment of the dendrite every 3 ms, as NEURON's secondorder 0 and 2 give them at dt 0.025 ms, usetable_hh 0.</summary>
    private static readonly double[][] PassiveEuler =
    [
        [-65.000000000, -65.000000000, -65.000000000],
        [-0.004999387, -4.011903465, -23.696976468],
        [-0.002013169, -1.148272772, -5.691712624],
        [-0.001972543, -1.109314861, -5.446704847],
        [-0.001971990, -1.108784768, -5.443371073],
        [-79.999332599, -79.540516329, -77.463324802],
        [-78.119002871, -78.107646432, -78.020529291],
        [-74.695710964, -74.695706661, -74.695673652],
        [-72.185438776, -72.185438775, -72.185438762],
        [-70.325097182, -70.325097182, -70.325097182],
    ];

    private static readonly double[][] PassiveTrapezoidal =
    [
        [-65.000000000, -65.000000000, -65.000000000],
        [-29.080570952, -3.835100097, -23.227157234],
        [-2.612743330, -1.135233889, -5.667073108],
        [-0.236393118, -1.108406082, -5.446140145],
        [-0.023020875, -1.108709549, -5.443360503],
        [-72.825583576, -79.580923510, -77.559826607],
        [-77.563501062, -77.563765892, -77.565794030],
        [-74.307891455, -74.307891532, -74.307892120],
        [-71.895454689, -71.895454689, -71.895454689],
        [-70.108277675, -70.108277675, -70.108277675],
    ];

    private static readonly double[][] SquidEuler =
    [
        [-64.998410442, -64.994336341, -64.979455464],
        [14.028502350, 24.597648626, 41.329927441],
        [-22.395427411, -42.972555513, -73.953833446],
        [-23.382610763, -39.686422091, -66.216437228],
        [-23.325119863, -37.948077230, -59.138214611],
        [-79.383610312, -78.256849121, -74.595608054],
        [-72.810361271, -72.685882762, -71.998734839],
        [-67.245603584, -67.124575452, -66.445962193],
        [-64.831477746, -64.745859408, -64.252206533],
        [-64.211602889, -64.161326933, -63.875798615],
    ];

    private static readonly double[][] SquidTrapezoidal =
    [
        [-64.998410854, -64.994338428, -64.979464775],
        [13.372723531, 23.505494432, 40.981423504],
        [-22.406958334, -42.916863114, -73.863710027],
        [-23.377164409, -39.632485179, -66.063995583],
        [-23.324882017, -37.940275954, -59.042010707],
        [-79.385930597, -78.259472280, -74.594952369],
        [-72.763465402, -72.641632875, -71.975753891],
        [-67.212839035, -67.091980463, -66.413739487],
        [-64.816286533, -64.730870410, -64.238081343],
        [-64.217526251, -64.167587657, -63.884013451],
    ];

    public static TheoryData<bool, IntegrationMethod> Cells => new()
    {
        { false, IntegrationMethod.ImplicitEuler }, { false, IntegrationMethod.CrankNicolson }, { true, IntegrationMethod.ImplicitEuler }, { true, IntegrationMethod.CrankNicolson },
    };

    /// <summary>The same equations by the same steps; NEURON differentiates the clamp's current by a finite difference.</summary>
    [Theory]
    [MemberData(nameof(Cells))]
    public void Clamp_InNeuronsSteps_FollowsNeuron(bool squid, IntegrationMethod method)
    {
        var solver = Cell(squid, squid ? 2 : 0.01, 0.025, method, Compatibility.Neuron);
        foreach (double[] expected in (squid, method) switch
        {
            (false, IntegrationMethod.ImplicitEuler) => PassiveEuler, (false, _) => PassiveTrapezoidal, (true, IntegrationMethod.ImplicitEuler) => SquidEuler, _ => SquidTrapezoidal,
        })
        {
            solver.Advance(solver.Time + SimTime.FromMilliseconds(3));
            Assert.Equal(expected[0], solver.Voltages[0], 1e-6);
            Assert.Equal(expected[1], solver.Voltages[1], 1e-6);
            Assert.Equal(expected[2], solver.Voltages[5], 1e-6);
        }
    }

    /// <summary>
    /// A series resistance of a thousandth of what the step resolves: NEURON's trapezoidal step rings by tens of mV (above); here the soma stands within the drop
    /// across the resistance, 1e-6 MOhm times at most 10 nA, two steps after the jump.
    /// </summary>
    [Fact]
    public void Clamp_TinyResistance_DoesNotRing()
    {
        var solver = Cell(squid: true, 1e-6, 0.025, IntegrationMethod.CrankNicolson, Compatibility.None);
        solver.Advance(SimTime.FromMilliseconds(5.05));
        for (int k = 0; k < 300; k++)
        {
            solver.Advance(solver.Time + SimTime.FromMilliseconds(0.025));
            Assert.Equal(0, solver.Voltages[0], 1e-4);
        }
    }

    /// <summary>The default steps against themselves at a 16th: order 1.8 at least, stiff (0.01 MOhm) and soft (20 MOhm).</summary>
    [Theory]
    [InlineData(0.01)]
    [InlineData(20)]
    public void Clamp_HalvedSteps_ConvergesToSecondOrder(double resistance)
    {
        double exact = End(0.05 / 16);
        double[] errors = [.. new[] { 0.05, 0.025 }.Select(h => Math.Abs(End(h) - exact))];
        Assert.True(Math.Log2(errors[0] / errors[1]) >= 1.8, string.Join(", ", errors));

        double End(double step)
        {
            var solver = Cell(squid: false, resistance, step, IntegrationMethod.CrankNicolson, Compatibility.None);
            solver.Advance(SimTime.FromMilliseconds(7));
            return solver.Voltages[5];
        }
    }

    /// <summary>Oracle: C dV/dt = g(t) (E - V) has V = E + (V0 - E) exp(-integral of g / C); the error falls by four.</summary>
    [Fact]
    public void Conductance_ThatGrows_FollowsTheClosedForm()
    {
        double capacitance = Math.PI * 20 * 20 * 1e-5; // [nF]
        double exact = -10 + (-65 + 10) * Math.Exp(-(0.5 * 4 * 0.004) / capacitance);
        double[] errors = [.. new[] { 0.1, 0.05 }.Select(step =>
        {
            var soma = new Morphology("ball", [new Section(0, SectionType.Soma, -1, 0, [new(default, 20), new(new Point3(20, 0, 0), 20)])]);
            var solver = new NeuronSolver(new NeuronOptions { TimeStep = step, Accumulation = false, InitialVoltage = -65 },
                new NeuronNetwork
                {
                    Cells = [new CellDescription(0, soma, CellModel.Uniform("bare", MembraneOptions.Bare, rest: false))],
                    Clamps = [new CurrentClamp(0, 0, 0.5, 1, 9, 1, CurrentCarrier.None) { Reversal = -10, Course = new CurrentCourse([1, 5], [0, 0.004]) }],
                }, new SerialCommunicator());
            solver.Advance(SimTime.FromMilliseconds(10));
            return Math.Abs(solver.Voltages[0] - exact);
        })];
        Assert.InRange(errors[0], 0, 0.01);
        Assert.InRange(errors[0] / errors[1], 3.5, 4.5);
    }

    private static NeuronSolver Cell(bool squid, double resistance, double step, IntegrationMethod method, Compatibility compatibility)
    {
        Section Cylinder(int index, SectionType type, int parent, double length, double diameter) =>
            new(index, type, parent, parent < 0 ? 0 : 1, [new(default, diameter), new(new Point3(length, 0, 0), diameter)]);
        var shape = new Morphology("stick", [Cylinder(0, SectionType.Soma, -1, 20, 20), Cylinder(1, SectionType.BasalDendrite, 0, 300, 2)]);
        var membrane = MembraneOptions.Bare with
        {
            Resistivity = 100, Mechanisms = squid ? [new() { Name = "hh" }] : [new() { Name = "pas", Parameters = new Dictionary<string, double> { ["g"] = 1e-4, ["e"] = -65 } }],
        };
        double[] levels = [-65, 0, -80], starts = [0, 5, 15], durations = [5, 10, 5];
        return new NeuronSolver(
            new NeuronOptions { TimeStep = step, Method = method, Compatibility = compatibility, InitialVoltage = -65, Celsius = 6.3, Accumulation = false },
            new NeuronNetwork
            {
                Cells = [new CellDescription(0, shape, CellModel.Uniform("stick", membrane, rest: false)) { Discretization = new Discretization(shape, s => s.Index == 0 ? 1 : 5) }],
                Clamps = [.. levels.Select((v, i) => new CurrentClamp(0, 0, 0.5, starts[i], durations[i], 1 / resistance, CurrentCarrier.None) { Reversal = v })],
            }, new SerialCommunicator());
    }
}
