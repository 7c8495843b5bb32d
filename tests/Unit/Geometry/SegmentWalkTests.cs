using FsCheck;
using FsCheck.Fluent;
using Multiscale.Geometry;

namespace Multiscale.UnitTests;

/// <summary>The walk against clipping with every tet, which shares neither planes, nor grid, nor projection with it.</summary>
public sealed class SegmentWalkTests
{
    /// <summary>Share errors: rounding of 1e-16 over sines of angles down to 1e-4 between segments and faces.</summary>
    private const double ShareTolerance = 1e-11;

    private static double[] Shares(SegmentWalk walk, Point3 a, Point3 b, out double outside)
    {
        var pieces = new PieceList();
        walk.Walk(a, b, pieces);
        var shares = new double[walk.Locator.Mesh.Count];
        for (int i = 0; i < pieces.Count; i++)
        {
            Assert.Equal(0, shares[pieces.Tets[i]]);
            shares[pieces.Tets[i]] = pieces.Shares[i];
        }
        outside = pieces.Outside;
        Assert.InRange(Math.Abs(shares.Sum() + outside - 1), 0, 1e-12);
        return shares;
    }

    private static void AssertMatchesClipping(TetMesh mesh, SegmentWalk walk, Point3 a, Point3 b)
    {
        var expected = BruteForceClipping.Shares(mesh, a, b);
        var actual = Shares(walk, a, b, out double outside);
        for (int t = 0; t < mesh.Count; t++) Assert.InRange(Math.Abs(actual[t] - expected[t]), 0, ShareTolerance);
        Assert.InRange(Math.Abs(outside - (1 - expected.Sum())), 0, mesh.Count * ShareTolerance);
    }

    [Fact]
    public void Walk_RandomMeshesAndSegments_MatchesBruteForceClipping()
    {
        var property = Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var mesh = JitteredMesh.Create(2 + seed % 4, 10, (ulong)seed);
            var walk = new SegmentWalk(new TetLocator(mesh));
            for (ulong s = 0; s < 40; s++)
                AssertMatchesClipping(mesh, walk, JitteredMesh.Point((ulong)seed, 2 * s, 0, 10), JitteredMesh.Point((ulong)seed, 2 * s + 1, 0, 10));
            Assert.Equal(0, walk.Clipped);
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(25), property);
    }

    [Fact]
    public void Walk_SegmentsAcrossTheBoundaryOfAConvexMesh_MatchesBruteForceClipping()
    {
        var mesh = JitteredMesh.Create(4, 10, 5);
        var walk = new SegmentWalk(new TetLocator(mesh));
        for (ulong s = 0; s < 400; s++)
            AssertMatchesClipping(mesh, walk, JitteredMesh.Point(6, 2 * s, -6, 16), JitteredMesh.Point(6, 2 * s + 1, -6, 16));
    }

    [Fact]
    public void Walk_SegmentsThatLeaveAndReEnterAHollowMesh_MatchesBruteForceClipping()
    {
        var mesh = JitteredMesh.Carve(JitteredMesh.Create(6, 10, 7), p => Point3.Distance(p, new(5, 5, 5)) is > 2 and < 5);
        var walk = new SegmentWalk(new TetLocator(mesh));
        for (ulong s = 0; s < 400; s++)
            AssertMatchesClipping(mesh, walk, JitteredMesh.Point(8, 2 * s, 0, 10), JitteredMesh.Point(8, 2 * s + 1, 0, 10));
        Assert.True(walk.Clipped > 100, "most segments cross the hole or the dents");
    }

    [Fact]
    public void Walk_LongSegmentsOfAStructuredMesh_SumToOne()
    {
        var mesh = BoxMesh.Create(new(0, 0, 0), new(3, 2, 100), 6, 4, 200);
        var walk = new SegmentWalk(new TetLocator(mesh));
        for (int i = 0; i <= 12; i++)
            for (int j = 0; j <= 8; j++)
            {
                Shares(walk, new(0.25 * i, 0.25 * j, 0), new(0.25 * i, 0.25 * j, 100), out double straight);
                Shares(walk, new(0.25 * i, 0.25 * j, 0), new(3 - 0.25 * i, 2 - 0.25 * j, 100), out double slanted);
                Assert.Equal(0, straight);
                Assert.Equal(0, slanted);
            }
    }

    [Fact]
    public void Walk_SegmentInAFace_SharesEquallyBetweenItsTwoTets()
    {
        var mesh = JitteredMesh.Create(3, 10, 11);
        var walk = new SegmentWalk(new TetLocator(mesh));
        for (int f = 0; f < mesh.Neighbours.Length; f++)
        {
            if (mesh.Neighbours[f] < 0) continue;
            var (i, j, k) = mesh.FaceVertices(f / 4, f % 4);
            Point3 p = mesh.Vertices[i], q = mesh.Vertices[j], r = mesh.Vertices[k];
            var shares = Shares(walk, 0.6 * p + 0.2 * q + 0.2 * r, 0.2 * p + 0.3 * q + 0.5 * r, out double outside);
            // Rounding may leave the segment up to a few 1e-16 out of the face: within the tie tolerance of 1e-11 um.
            Assert.Equal(0.5, shares[f / 4], 1e-12);
            Assert.Equal(0.5, shares[mesh.Neighbours[f]], 1e-12);
            Assert.Equal(0, outside);
        }
    }

    [Fact]
    public void Walk_SegmentAlongAnEdge_SharesEquallyAmongTheTetsAroundIt()
    {
        var mesh = JitteredMesh.Create(3, 10, 12);
        var walk = new SegmentWalk(new TetLocator(mesh));
        for (int t = 0; t < mesh.Count; t++)
        {
            int i = mesh.Tets[4 * t], j = mesh.Tets[4 * t + 3];
            int around = Enumerable.Range(0, mesh.Count).Count(s => mesh.Tets.AsSpan(4 * s, 4).Contains(i) && mesh.Tets.AsSpan(4 * s, 4).Contains(j));
            var shares = Shares(walk, mesh.Vertices[i], mesh.Vertices[j], out double outside);
            Assert.Equal(1.0 / around, shares[t], 1e-12);
            Assert.Equal(around, shares.Count(share => share > 1e-12));
            Assert.Equal(0, outside);
        }
    }

    [Fact]
    public void Walk_SegmentThroughAVertex_DropsNothing()
    {
        var mesh = JitteredMesh.Create(4, 10, 13);
        var walk = new SegmentWalk(new TetLocator(mesh));
        for (int v = 0; v < mesh.Vertices.Length; v++)
        {
            var x = mesh.Vertices[v];
            if (Math.Min(x.X, Math.Min(x.Y, x.Z)) <= 0 || Math.Max(x.X, Math.Max(x.Y, x.Z)) >= 10) continue;
            // Directions of small integers over a power of two: the segment meets the vertex to the last bit.
            for (int n = 1; n <= 8; n++)
            {
                var d = new Point3((n % 3 - 1) / 8.0, (n % 5 - 2) / 8.0, (n % 7 - 2.5) / 8.0);
                var expected = BruteForceClipping.Shares(mesh, x - d, x + d);
                var shares = Shares(walk, x - d, x + d, out double outside);
                Assert.Equal(0, outside);
                for (int t = 0; t < mesh.Count; t++) Assert.InRange(Math.Abs(shares[t] - expected[t]), 0, 1e-9);
            }
        }
    }

    [Fact]
    public void Walk_BoundarySegment_LiesInside()
    {
        var mesh = BoxMesh.Create(new(0, 0, 0), new(2, 2, 2), 2, 2, 2);
        var walk = new SegmentWalk(new TetLocator(mesh));
        Shares(walk, new(0, 0, 0), new(2, 0, 0), out double edge);
        Shares(walk, new(0.1, 0.2, 2), new(1.7, 1.9, 2), out double face);
        Assert.Equal(0, edge);
        Assert.Equal(0, face);
    }

    [Fact]
    public void Walk_SegmentOutside_IsOutside()
    {
        var mesh = BoxMesh.Create(new(0, 0, 0), new(2, 2, 2), 2, 2, 2);
        Shares(new SegmentWalk(new TetLocator(mesh)), new(4, 1, 0), new(1, 4, 1), out double outside);
        Assert.Equal(1, outside);
    }

    [Fact]
    public void Walk_HalfOutside_ReportsTheShareOutside()
    {
        var mesh = BoxMesh.Create(new(0, 0, 0), new(2, 2, 2), 2, 2, 2);
        Shares(new SegmentWalk(new TetLocator(mesh)), new(1.1, 1.23, 1.37), new(1.1, 1.23, 2.63), out double outside);
        Assert.Equal(0.5, outside, 1e-14);
    }

    [Fact]
    public void Walk_ZeroLength_GoesToTheTetsThatTouchThePoint()
    {
        var mesh = BoxMesh.Create(new(0, 0, 0), new(2, 2, 2), 2, 2, 2);
        var walk = new SegmentWalk(new TetLocator(mesh));
        var pieces = new PieceList();
        walk.Walk(new(0.5, 0.3, 0.1), new(0.5, 0.3, 0.1), pieces);
        Assert.Equal(1, pieces.Count);
        Assert.Equal(1, pieces.Shares[0]);
        Assert.Equal(1, Shares(walk, new(1, 1, 1), new(1, 1, 1), out _).Sum(), 1e-15);
        // Kuhn's subdivision: 24 tets meet at an inner vertex of a 2 x 2 x 2 grid.
        Assert.Equal(24, Shares(walk, new(1, 1, 1), new(1, 1, 1), out _).Count(share => share > 0));
    }

    [Fact]
    public void Walk_FarFromTheOrigin_SumsToOne()
    {
        var near = JitteredMesh.Create(4, 10, 17);
        var shift = new Point3(6000, -7000, 3000);
        var mesh = new TetMesh([.. near.Vertices.Select(v => v + shift)], near.Tets.ToArray());
        var walk = new SegmentWalk(new TetLocator(mesh));
        for (ulong s = 0; s < 200; s++)
        {
            Point3 a = shift + JitteredMesh.Point(18, 2 * s, 0, 10), b = shift + JitteredMesh.Point(18, 2 * s + 1, 0, 10);
            var expected = BruteForceClipping.Shares(mesh, a, b);
            var actual = Shares(walk, a, b, out _);
            // Coordinates of 1e4 um keep 1e-12 um: shares of a 10 um segment agree to 1e-12 over the sine of the angle.
            for (int t = 0; t < mesh.Count; t++) Assert.InRange(Math.Abs(actual[t] - expected[t]), 0, 1e-8);
        }
    }

    [Fact]
    public void Walk_Warm_AllocatesNothing()
    {
        var mesh = JitteredMesh.Create(4, 10, 19);
        var walk = new SegmentWalk(new TetLocator(mesh));
        var pieces = new PieceList();
        void Walk()
        {
            pieces.Clear();
            for (ulong s = 0; s < 50; s++) walk.Walk(JitteredMesh.Point(20, 2 * s, -2, 10), JitteredMesh.Point(20, 2 * s + 1, 0, 10), pieces);
            walk.Walk(mesh.Vertices[0], mesh.Vertices[^1], pieces);
        }
        Walk();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Walk();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
