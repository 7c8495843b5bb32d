using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Neurons;

public enum SourceShape
{
    [Summary("line sources: currents leave evenly along the course of a compartment")]
    Line,

    [Summary("point sources: currents leave at the middle of a compartment")]
    Point,
}

/// <summary>
/// Potentials at electrodes outside the cells, in an unbounded homogeneous conductor, phi = sum over compartments of weight times membrane current (Holt and Koch
/// 1999, J Comput Neurosci 6:169; as LFPy and BMTK compute them). No electrode comes nearer to the axis of a compartment than its radius.
/// </summary>
public sealed class ElectrodeArray
{
    private readonly double[][] weights; // [mV/nA] by electrode, then compartment of this rank

    /// <param name="electrodes">[um], in tissue coordinates.</param>
    /// <param name="conductivity">[S/m].</param>
    public ElectrodeArray(NeuronLayout layout, IReadOnlyList<Point3> electrodes, double conductivity, SourceShape shape)
    {
        weights = new double[electrodes.Count][];
        for (int e = 0; e < weights.Length; e++)
        {
            weights[e] = new double[layout.Count];
            for (int c = 0; c < layout.Count; c++) weights[e][c] = WeightOf(layout, c, electrodes[e], shape) / (4 * Math.PI * conductivity);
        }
    }

    public int Count => weights.Length;

    /// <summary>What the compartments [first, end) contribute to one electrode [mV].</summary>
    /// <param name="currents">Of all compartments of this rank [nA].</param>
    public double Potential(int electrode, ReadOnlySpan<double> currents, int first, int end)
    {
        double sum = 0;
        for (int c = first; c < end; c++) sum = Math.FusedMultiplyAdd(weights[electrode][c], currents[c], sum);
        return sum;
    }

    /// <summary>Mean of 1 / distance over a straight line [1/um], a point where it has no length; nA per S/m and um is mV.</summary>
    /// <param name="radius">The least distance from the axis [um].</param>
    public static double MeanInverseDistance(Point3 from, Point3 to, double radius, Point3 at)
    {
        Point3 axis = to - from, beside = at - from;
        double length = axis.Length;
        if (length == 0) return 1 / Math.Max(beside.Length, radius);
        double along = Point3.Dot(axis, beside) / length;
        double apart = Math.Max(Point3.Cross(axis, beside).Length / length, radius);
        double ends = Math.Sqrt(along * along + apart * apart) + Math.Sqrt((length - along) * (length - along) + apart * apart);
        // The integral of 1 / sqrt(z^2 + r^2) by the sum of the distances of the two ends: nothing cancels on the axis beyond them.
        return 2 * Math.Atanh(length / ends) / length;
    }

    private static double WeightOf(NeuronLayout layout, int compartment, Point3 electrode, SourceShape shape)
    {
        int cell = layout.CellOf[compartment], within = compartment - layout.CellOffsets[cell];
        var (cut, placement) = (layout.Discretizations[cell], layout.PlacementOf(compartment));
        if (shape == SourceShape.Point)
        {
            var centre = placement.Apply(cut.Centre[within]);
            return MeanInverseDistance(centre, centre, 0.5 * cut.Diameter[within], electrode);
        }
        var course = cut.Polylines[within];
        double sum = 0, length = 0;
        for (int i = 1; i < course.Length; i++)
        {
            Point3 from = placement.Apply(course[i - 1].Position), to = placement.Apply(course[i].Position);
            double piece = (to - from).Length;
            sum += piece * MeanInverseDistance(from, to, 0.25 * (course[i - 1].Diameter + course[i].Diameter), electrode);
            length += piece;
        }
        return sum / length;
    }
}
