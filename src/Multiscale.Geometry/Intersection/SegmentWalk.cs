namespace Multiscale.Geometry;

/// <summary>
/// Cuts straight segments at the faces of a mesh: which tets a segment crosses, and which share of its length lies in each.
/// <para>
/// The walk goes from tet to tet through the face that the segment leaves by. It counts as long as every face is crossed clear of
/// its edges; then the shares telescope to 1. Where that fails (the segment runs in a face, along an edge, through a vertex, or
/// leaves a mesh that it might enter again) the segment is clipped with every tet near it instead, and what lies in several tets
/// is shared equally among them.
/// </para>
/// One instance serves one thread.
/// </summary>
public sealed class SegmentWalk
{
    private readonly TetPlanes planes;
    private readonly FaceWalk faces;
    private readonly SegmentClipping clipping;
    private readonly List<int> touching = [];

    public SegmentWalk(TetLocator locator)
    {
        Locator = locator;
        planes = locator.Planes;
        faces = new FaceWalk(locator);
        clipping = new SegmentClipping(locator);
    }

    public TetLocator Locator { get; }

    /// <summary>Segments that needed clipping so far: the degenerate ones, and those that cross the boundary of the mesh away from its bounding box.</summary>
    public long Clipped { get; private set; }

    /// <summary>
    /// Adds the pieces of the segment from <paramref name="a"/> to <paramref name="b"/> [um], each share multiplied by <paramref name="weight"/>.
    /// Shares inside and outside sum to the weight within 1e-12; no tet comes twice; a segment without length goes to the tets that touch its point.
    /// </summary>
    public void Walk(Point3 a, Point3 b, PieceList pieces, double weight = 1)
    {
        if (a == b)
        {
            Point(a, pieces, weight);
            return;
        }
        Point3 from = a - planes.Centre, to = b - planes.Centre;
        if (BeyondBounds(from, to))
        {
            pieces.Outside += weight;
            return;
        }
        int start = faces.Find(a);
        if (start < 0)
        {
            start = faces.Find(b);
            (from, to) = (to, from);
        }
        if (start >= 0 && Through(start, from, to, pieces, weight)) return;
        Clipped++;
        clipping.Share(a, b, pieces, weight);
    }

    /// <summary>Adds the tets that touch a point, in equal shares of <paramref name="weight"/>.</summary>
    public void Point(Point3 point, PieceList pieces, double weight = 1)
    {
        touching.Clear();
        int count = Locator.FindAll(point, touching);
        if (count == 0) pieces.Outside += weight;
        foreach (int tet in touching) pieces.Add(tet, weight / count);
    }

    /// <summary>The walk proper; false, with nothing added, where it does not count.</summary>
    private bool Through(int start, Point3 from, Point3 to, PieceList pieces, double weight)
    {
        int before = pieces.Count;
        double end = faces.Go(start, from, to, pieces, weight, out _);
        if (end == 1) return true;
        if (end > 0 && LeavesBounds(Point3.Lerp(from, to, end), to - from))
        {
            pieces.Outside += weight * (1 - end);
            return true;
        }
        pieces.Count = before;
        return false;
    }

    /// <summary>True when the segment lies wholly on the far side of one face of the bounding box.</summary>
    private bool BeyondBounds(Point3 a, Point3 b)
    {
        var half = planes.High - planes.Centre;
        double slack = planes.Tolerance;
        return Beyond(a.X, b.X, half.X + slack) || Beyond(a.Y, b.Y, half.Y + slack) || Beyond(a.Z, b.Z, half.Z + slack);

        static bool Beyond(double x, double y, double limit) => (x > limit && y > limit) || (x < -limit && y < -limit);
    }

    /// <summary>True when a point on the boundary lies on the bounding box and the direction leads out of it: the rest is outside.</summary>
    private bool LeavesBounds(Point3 x, Point3 d)
    {
        var half = planes.High - planes.Centre;
        double slack = planes.Tolerance;
        return Leaves(x.X, d.X, half.X - slack, slack) || Leaves(x.Y, d.Y, half.Y - slack, slack) || Leaves(x.Z, d.Z, half.Z - slack, slack);

        static bool Leaves(double x, double d, double limit, double slack) => (x >= limit && d > slack) || (x <= -limit && d < -slack);
    }
}
