using Multiscale.Core;

namespace Multiscale.BloodFlow;

/// <summary>
/// Dilation by synaptic activity: a' = (d / d_half - a) / tau with release d per volume and second, r = r_rest (1 + max a / (1 + a)).
/// A steady release of d_half holds half of the largest dilation. First order in time, solved exactly for a constant d.
/// </summary>
internal sealed class EndfootRadii : IRadiusProcess
{
    private readonly EndfootOptions options;
    private readonly EntitySet vessels;
    private readonly bool[] moves;
    private readonly double[] rest, largest, activity;

    public EndfootRadii(EndfootOptions options, double capillaryRadius, EntitySet vessels, bool[] moves, double[] rest)
    {
        this.options = options;
        this.vessels = vessels;
        this.moves = moves;
        this.rest = rest;
        activity = new double[rest.Length];
        largest = new double[rest.Length];
        for (int v = 0; v < rest.Length; v++) largest[v] = rest[v] <= capillaryRadius ? options.MaxCapillary : options.MaxArtery;
    }

    public void Advance(SimTime start, SimTime end, ReadOnlySpan<double> drive, Span<double> radii)
    {
        double seconds = (end - start).Seconds, kept = Math.Exp(-seconds / options.TimeConstant);
        for (int v = 0; v < rest.Length; v++)
        {
            if (!moves[v]) continue;
            double target = drive[v] / seconds / options.HalfDrive;
            activity[v] = target + (activity[v] - target) * kept;
            radii[v] = rest[v] * (1 + largest[v] * activity[v] / (1 + activity[v]));
        }
    }

    public void Save(ICheckpoint checkpoint) => checkpoint.Put("blood-flow/activity", vessels, activity);

    public void Restore(ICheckpoint checkpoint) => checkpoint.Get("blood-flow/activity", vessels, activity);
}
