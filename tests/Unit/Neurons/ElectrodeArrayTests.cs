using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

/// <summary>Currents through the membrane, and the potentials they make at electrodes.</summary>
public sealed class ElectrodeArrayTests
{
    /// <summary>Oracle: the integral of 1 / distance by Simpson's rule; on the axis beyond the end it is ln(far / near).</summary>
    [Theory]
    [InlineData(30, 12, 5, 1)]
    [InlineData(-40, 3, 0, 1)]
    [InlineData(20, 0.1, 0, 2)] // inside the radius: on the surface
    [InlineData(500, -300, 900, 1)]
    public void Line_AnyPlace_IsTheIntegralOfTheInverseDistance(double x, double y, double z, double radius)
    {
        const double Length = 40;
        double apart = Math.Max(Math.Sqrt(y * y + z * z), radius), sum = 0;
        const int Pieces = 20_000;
        for (int i = 0; i <= Pieces; i++) sum += (i is 0 or Pieces ? 1 : i % 2 == 1 ? 4 : 2) / Math.Sqrt(Math.Pow(Length * i / Pieces - x, 2) + apart * apart);
        Assert.Equal(sum / (3 * Pieces), ElectrodeArray.MeanInverseDistance(default, new(Length, 0, 0), radius, new(x, y, z)), 1e-12);
        Assert.Equal(Math.Log(60.0 / 20) / Length, ElectrodeArray.MeanInverseDistance(default, new(Length, 0, 0), 1e-9, new(60, 0, 0)), 1e-15);
        Assert.Equal(1 / Math.Sqrt(x * x + y * y + z * z), ElectrodeArray.MeanInverseDistance(default, default, 0, new(x, y, z)), 1e-16);
    }

    /// <summary>A straight cell in three compartments, turned and moved: 1 nA from each is three lines, or three points, of 1 / (4 pi sigma) mV um each.</summary>
    [Theory]
    [InlineData(SourceShape.Line)]
    [InlineData(SourceShape.Point)]
    public void Potential_OfATurnedCell_IsThatOfItsSources(SourceShape shape)
    {
        var straight = new Morphology("straight", [new Section(0, SectionType.Soma, -1, 0, [new(default, 4), new(new Point3(20, 0, 0), 4), new(new Point3(90, 0, 0), 4)])]);
        var layout = new NeuronLayout(new NeuronOptions(), new NeuronNetwork
        {
            // A quarter turn about z: x becomes y.
            Cells = [new CellDescription(0, straight, new CellModel()) { Discretization = new Discretization(straight, _ => 3), Placement = Placement.Of(new(5, 6, 7), 1, 0, 0, 1) }],
        }, new SerialCommunicator());
        Point3 electrode = new(30, 40, 0);
        double expected = 0;
        for (int k = 0; k < 3; k++)
            expected += shape == SourceShape.Line ? ElectrodeArray.MeanInverseDistance(new(5, 6 + 30 * k, 7), new(5, 36 + 30 * k, 7), 2, electrode) : 1 / Point3.Distance(new(5, 21 + 30 * k, 7), electrode);
        var electrodes = new ElectrodeArray(layout, [new(1e3, 0, 0), electrode], 0.3, shape);
        Assert.Equal(expected / (4 * Math.PI * 0.3), electrodes.Potential(1, [1, 1, 1], 0, 3), 1e-14);
    }

    /// <summary>Charge goes nowhere else: over each cell the currents add up to nothing, 1e-12 of the sum of their sizes, or to what clamps bring.</summary>
    [Theory]
    [InlineData(Compatibility.None, IntegrationMethod.CrankNicolson)]
    [InlineData(Compatibility.Neuron, IntegrationMethod.CrankNicolson)]
    [InlineData(Compatibility.Neuron, IntegrationMethod.ImplicitEuler)]
    public void Currents_OverACell_AddUpToWhatElectrodesBring(Compatibility compatibility, IntegrationMethod method)
    {
        var network = SmallNetwork.Of(0, 1);
        var solver = new NeuronSolver(SmallNetwork.Options with { Compatibility = compatibility, Method = method }, network, new SerialCommunicator());
        var currents = new double[solver.Layout.Count];
        foreach (double time in (double[])[4, 7, 12])
        {
            solver.Advance(SimTime.FromMilliseconds(time));
            solver.MembraneCurrents(currents);
            for (int cell = 0; cell < SmallNetwork.Cells; cell++)
            {
                double[] own = currents[solver.Layout.CellOffsets[cell]..solver.Layout.CellOffsets[cell + 1]];
                double size = own.Sum(Math.Abs);
                Assert.InRange(size, 0.01, 1e3);
                Assert.Equal(network.Clamps.Where(c => c.Gid == cell && c.Start <= time).Sum(c => c.Amplitude), own.Sum(), 1e-12 * size);
            }
        }
    }
}
