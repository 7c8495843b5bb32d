using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

public sealed class CurrentCourseTests
{
    [Fact]
    public void Integral_JumpsAndSlopes_IsExact()
    {
        var course = new CurrentCourse([1, 2, 2, 4], [0, 1, 3, -1]);
        Assert.Equal(0.5 + 2, course.Integral(0, 10), 1e-14);
        Assert.Equal(0.125, course.Integral(1, 1.5), 1e-14);
        Assert.Equal(3 * 0.5 - 0.25, course.Integral(2, 2.5), 1e-14);
        Assert.Equal([0, 0.5, 3, 1, 0], [course.At(0.5), course.At(1.5), course.At(2), course.At(3), course.At(4)]);
        Assert.Throws<ArgumentException>(() => new CurrentCourse([1, 0], [1, 1]));
    }

    /// <summary>Oracle: C dV/dt = I(t) without any channel: V moves by the integral of the course over the capacitance, exactly, whatever the step.</summary>
    [Theory]
    [InlineData(Compatibility.None, 1e-11)]
    [InlineData(Compatibility.Neuron, 0.02)] // midpoint samples of a course with jumps
    public void Clamp_WithACourse_DeliversItsCharge(Compatibility compatibility, double tolerance)
    {
        var course = new CurrentCourse([1, 3, 3, 6.13], [0, 1, -0.5, 0.25]);
        var solver = Bare(compatibility, new CurrentClamp(0, 0, 0.5, 0, 100, 0.02, CurrentCarrier.None) { Course = course });
        solver.Advance(SimTime.FromMilliseconds(10));
        double area = Math.PI * 20 * 20; // [um2]; 1 uF/cm2
        double expected = -65 + 0.02 * course.Integral(0, 10) / (area * 1e-5);
        Assert.Equal(expected, solver.Voltages[0], tolerance);
    }

    internal static NeuronSolver Bare(Compatibility compatibility, CurrentClamp clamp)
    {
        var soma = new Morphology("ball", [new Section(0, SectionType.Soma, -1, 0, [new MorphologyPoint(new Point3(0, 0, 0), 20), new MorphologyPoint(new Point3(20, 0, 0), 20)])]);
        var network = new NeuronNetwork { Cells = [new CellDescription(0, soma, CellModel.Uniform("bare", MembraneOptions.Bare, rest: false))], Clamps = [clamp] };
        return new NeuronSolver(new NeuronOptions { Accumulation = false, InitialVoltage = -65, Compatibility = compatibility }, network, new SerialCommunicator());
    }
}
