using Multiscale.Core;

namespace Multiscale.BloodFlow;

/// <summary>Radii imposed as a factor on the rest radii over time.</summary>
internal sealed class CourseRadii(Course course, bool[] moves, double[] rest) : IRadiusProcess
{
    public void Advance(SimTime start, SimTime end, ReadOnlySpan<double> drive, Span<double> radii)
    {
        double factor = course.At(end.Milliseconds);
        for (int v = 0; v < rest.Length; v++)
            if (moves[v]) radii[v] = factor * rest[v];
    }

    public void Save(ICheckpoint checkpoint) { }

    public void Restore(ICheckpoint checkpoint) { }
}
