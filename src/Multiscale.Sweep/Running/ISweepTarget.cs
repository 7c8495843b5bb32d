using Multiscale.Core;

namespace Multiscale.Sweep;

/// <summary>What a sweep runs: brains, many at once, or tissue cases, one at a time.</summary>
public interface ISweepTarget
{
    /// <summary>Names of the numbers that each point yields.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Names of what each point yields for every region; none where there are no regions.</summary>
    IReadOnlyList<string> RegionColumns => [];

    /// <summary>How many points one call takes best.</summary>
    int BatchSize { get; }

    /// <summary>Runs the points; what one yields does not depend on which others are run with it. A failure of any may throw: the points are then run one by one.</summary>
    /// <exception cref="MultiscaleException">A point is at fault, or the machine.</exception>
    void Run(ReadOnlySpan<SweepPoint> points, Span<PointResult> results);
}

/// <summary>What a point yielded: one number per column (NaN where there is none), or why it failed.</summary>
/// <param name="Connectivity">Functional connectivity above the diagonal, row by row, when it is kept.</param>
/// <param name="Regions">[column][region], columns as <see cref="ISweepTarget.RegionColumns"/>.</param>
public sealed record PointResult(double[]? Features, string? Error = null, float[]? Connectivity = null, float[]? Regions = null);
