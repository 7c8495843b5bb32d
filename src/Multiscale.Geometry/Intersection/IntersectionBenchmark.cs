using System.Diagnostics;
using Multiscale.Core;

namespace Multiscale.Geometry;

/// <summary>Figures of one timing of <see cref="SegmentWalk"/> on one core.</summary>
/// <param name="Seconds">time to sort the segments and walk them, in the order that SegmentIntersection takes [s]</param>
/// <param name="BuildSeconds">time to build planes and grid [s]</param>
/// <param name="Pieces">mean pieces per segment</param>
/// <param name="WorstSum">largest deviation of a row sum from 1</param>
/// <param name="Clipped">segments that needed the slow path</param>
public sealed record IntersectionTiming(double Seconds, double BuildSeconds, double Pieces, double WorstSum, long Clipped);

/// <summary>Random segments of one length that lie inside the bounding box of a mesh.</summary>
public static class IntersectionBenchmark
{
    /// <summary>Walks <paramref name="segments"/> segments of <paramref name="length"/> um with both ends in the bounding box, drawn from <paramref name="seed"/>.</summary>
    public static IntersectionTiming Run(TetMesh mesh, int segments, double length, int seed)
    {
        var clock = Stopwatch.StartNew();
        var locator = new TetLocator(mesh);
        var walk = new SegmentWalk(locator);
        double build = clock.Elapsed.TotalSeconds;
        var ends = Draw(locator, segments, length, (ulong)seed);
        var pieces = new PieceList();
        double worst = 0;
        long count = 0;
        clock.Restart();
        foreach (int s in ZOrder.Sort(segments, s => ends[2 * s], locator.Planes.Low, locator.Planes.High))
        {
            pieces.Clear();
            walk.Walk(ends[2 * s], ends[2 * s + 1], pieces);
            double sum = 0;
            foreach (double share in pieces.Shares) sum += share;
            worst = Math.Max(worst, Math.Abs(sum - 1));
            count += pieces.Count;
        }
        return new IntersectionTiming(clock.Elapsed.TotalSeconds, build, (double)count / segments, worst, walk.Clipped);
    }

    private static Point3[] Draw(TetLocator locator, int segments, double length, ulong seed)
    {
        Point3 low = locator.Planes.Low, extent = locator.Planes.High - low;
        var ends = new Point3[2 * segments];
        for (int s = 0; s < segments; s++)
        {
            var random = new CounterRandom(seed, (ulong)s);
            for (ulong draw = 0; ; draw += 5)
            {
                var a = low + new Point3(extent.X * random.Uniform(draw), extent.Y * random.Uniform(draw + 1), extent.Z * random.Uniform(draw + 2));
                double z = 2 * random.Uniform(draw + 3) - 1, angle = 2 * Math.PI * random.Uniform(draw + 4), r = Math.Sqrt(1 - z * z);
                var b = a + length * new Point3(r * Math.Cos(angle), r * Math.Sin(angle), z);
                var x = b - low;
                if (draw < 5000 && (x.X < 0 || x.Y < 0 || x.Z < 0 || x.X > extent.X || x.Y > extent.Y || x.Z > extent.Z)) continue;
                (ends[2 * s], ends[2 * s + 1]) = (a, b);
                break;
            }
        }
        return ends;
    }
}
