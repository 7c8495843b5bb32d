using Multiscale.Core;

namespace Multiscale.Geometry;

/// <summary>
/// A vascular network: nodes with position and diameter, vessel segments between them; whole on every rank.
/// The position of a segment in the arrays is its global id.
/// </summary>
public sealed record VesselGraph
{
    /// <summary>[um]</summary>
    public required Point3[] Positions { get; init; }

    /// <summary>Node diameters [um].</summary>
    public required double[] Diameters { get; init; }

    public required int[] Start { get; init; }

    public required int[] End { get; init; }

    /// <summary>Radii at rest [um].</summary>
    public required double[] Radii { get; init; }

    /// <summary>[um]</summary>
    public required double[] Lengths { get; init; }

    public required int[] Types { get; init; }

    public required int[] SectionIds { get; init; }

    public required int[] SegmentIds { get; init; }

    public int NodeCount => Positions.Length;

    public int EdgeCount => Start.Length;

    /// <summary>A graph whose radii are the means of the node radii and whose lengths are the distances between nodes.</summary>
    /// <exception cref="InputException">A segment has no length or no radius, or names a node that does not exist.</exception>
    public static VesselGraph FromNodes(Point3[] positions, double[] diameters, int[] start, int[] end, int[]? types = null, int[]? sections = null, int[]? segments = null)
    {
        int n = start.Length;
        double[] radii = new double[n], lengths = new double[n];
        for (int e = 0; e < n; e++)
        {
            if ((uint)start[e] >= positions.Length || (uint)end[e] >= positions.Length)
                throw new InputException("MS0642", $"vessel {e} joins nodes {start[e]} and {end[e]}, but there are {positions.Length} nodes", "node numbers count from 0");
            radii[e] = 0.25 * (diameters[start[e]] + diameters[end[e]]);
            lengths[e] = Point3.Distance(positions[start[e]], positions[end[e]]);
            if (!(radii[e] > 0) || !(lengths[e] > 0))
                throw new InputException("MS0643", $"vessel {e} has radius {radii[e]} um and length {lengths[e]} um", "both must be positive");
        }
        return new VesselGraph
        {
            Positions = positions, Diameters = diameters, Start = start, End = end, Radii = radii, Lengths = lengths,
            Types = types ?? new int[n], SectionIds = sections ?? Enumerable.Range(0, n).ToArray(), SegmentIds = segments ?? new int[n],
        };
    }
}
