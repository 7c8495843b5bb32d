using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Cli;

/// <summary>`verify intersections`: the segment walk against clipping with every tetrahedron, on a jittered mesh; some segments leave it.</summary>
internal static class IntersectionVerification
{
    private const int Segments = 2000, CubesPerSide = 6;

    private const double Side = 30, Jitter = 0.2;

    public static IEnumerable<VerificationRow> Run()
    {
        var mesh = JitteredBox();
        var walk = new SegmentWalk(new TetLocator(mesh));
        var pieces = new PieceList();
        var random = new CounterRandom(7, 1);
        double worst = 0, worstSum = 0;
        for (int s = 0; s < Segments; s++)
        {
            // Starts up to a sixth of the box outside it, lengths up to its side.
            Point3 a = PointAt(random, 6 * s, -Side / 6, Side * 7 / 6), b = PointAt(random, 6 * s + 3, -Side / 6, Side * 7 / 6);
            pieces.Clear();
            walk.Walk(a, b, pieces);
            var expected = BruteForceClipping.Shares(mesh, a, b);
            double sum = pieces.Outside;
            for (int i = 0; i < pieces.Count; i++)
            {
                expected[pieces.Tets[i]] -= pieces.Shares[i];
                sum += pieces.Shares[i];
            }
            worst = Math.Max(worst, expected.Max(Math.Abs));
            worstSum = Math.Max(worstSum, Math.Abs(sum - 1));
        }
        yield return new VerificationRow("intersections", "clipping with every tetrahedron", $"largest share error of {Segments} segments", worst, 1e-12, "1");
        yield return new VerificationRow("intersections", "1", "row sum with the outside share", worstSum, 1e-12, "1");
    }

    private static TetMesh JitteredBox()
    {
        var box = BoxMesh.Create(default, new Point3(Side, Side, Side), CubesPerSide, CubesPerSide, CubesPerSide);
        var random = new CounterRandom(7, 2);
        double reach = Jitter * Side / CubesPerSide;
        var moved = box.Vertices.Select((p, i) => Inside(p) ? p + PointAt(random, 3 * i, -reach, reach) : p).ToArray();
        return new TetMesh(moved, box.Tets);
    }

    private static bool Inside(Point3 p) => Math.Min(p.X, Math.Min(p.Y, p.Z)) > 0 && Math.Max(p.X, Math.Max(p.Y, p.Z)) < Side;

    private static Point3 PointAt(CounterRandom random, int counter, double low, double high)
    {
        double Next(int k) => low + (high - low) * random.Uniform((ulong)(counter + k));
        return new Point3(Next(0), Next(1), Next(2));
    }
}
