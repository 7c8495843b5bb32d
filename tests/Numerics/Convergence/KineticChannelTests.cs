using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.NumericsTests;

/// <summary>A cell with a 13-state KINETIC sodium channel: the default mode is of second order in the step although such schemes are solved implicitly.</summary>
public sealed class KineticChannelTests
{
    /// <summary>Differences of successive halvings fall fourfold, twofold if the step were of first order; 3.4 to 4.8 are orders 1.77 to 2.26, as these steps still show higher terms.</summary>
    [Fact]
    public void Advance_KineticSodium_ConvergesWithSecondOrder()
    {
        double[] v = Array.ConvertAll((double[])[0.02, 0.01, 0.005, 0.0025], Voltage);
        double coarse = v[0] - v[1], middle = v[1] - v[2], fine = v[2] - v[3];
        Assert.True(Math.Abs(fine) > 1e-7, "nothing moves");
        Assert.InRange(coarse / middle, 3.4, 4.8);
        Assert.InRange(middle / fine, 3.4, 4.8);
    }

    private static double Voltage(double step)
    {
        var soma = new Section(0, SectionType.Soma, -1, 0, [new MorphologyPoint(new Point3(0, 0, 0), 20), new MorphologyPoint(new Point3(20, 0, 0), 20)]);
        var membrane = MembraneOptions.Bare with
        {
            Passive = 1e-4,
            Mechanisms = [new() { Name = "na_rb", Parameters = new Dictionary<string, double> { ["gbar"] = 0.02 } }, new() { Name = "kdr", Parameters = new Dictionary<string, double> { ["gbar"] = 0.01 } }],
        };
        var solver = new NeuronSolver(
            new NeuronOptions { TimeStep = step, InitialVoltage = -70, Accumulation = false, Celsius = 22 },
            new NeuronNetwork
            {
                Cells = [new CellDescription(0, new Morphology("soma", [soma]), CellModel.Uniform("kinetic", membrane, rest: false))],
                Clamps = [new CurrentClamp(0, 0, 0.5, 0, 10, 0.1, CurrentCarrier.None)],
            },
            new SerialCommunicator());
        solver.Advance(SimTime.FromMilliseconds(3));
        return solver.Voltages[0];
    }
}
