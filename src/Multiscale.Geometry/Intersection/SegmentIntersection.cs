namespace Multiscale.Geometry;

/// <summary>
/// Which share of each segment's length lies in each tet: a sparse matrix in row form, segments x tets.
/// Row r has the columns Columns[RowOffsets[r]..RowOffsets[r + 1]], ascending; its values and Outside[r] sum to 1.
/// </summary>
public sealed record SegmentIntersection(int[] RowOffsets, int[] Columns, double[] Values, double[] Outside)
{
    public int Rows => Outside.Length;

    /// <summary>Segments as polylines: row r runs through points[offsets[r]..offsets[r + 1]] [um]; one point alone is a point.</summary>
    public static SegmentIntersection Compute(TetLocator locator, ReadOnlySpan<int> offsets, ReadOnlySpan<Point3> points)
    {
        int count = offsets.Length - 1;
        var firstPoints = new Point3[count];
        for (int r = 0; r < count; r++) firstPoints[r] = offsets[r] < offsets[r + 1] ? points[offsets[r]] : default;
        var rows = new IntersectionRows(count);
        var walk = new SegmentWalk(locator);
        var pieces = new PieceList();
        // Neighbours in space walk through the same tets: row after row in Z-order finds them in the cache.
        foreach (int r in ZOrder.Sort(count, r => firstPoints[r], locator.Planes.Low, locator.Planes.High))
        {
            pieces.Clear();
            WalkPolyline(walk, points[offsets[r]..offsets[r + 1]], pieces);
            rows.Add(r, pieces);
        }
        return rows.Build();
    }

    /// <inheritdoc cref="Compute(TetLocator, ReadOnlySpan{int}, ReadOnlySpan{Point3})"/>
    public static SegmentIntersection Compute(TetMesh mesh, IReadOnlyList<Point3[]> polylines)
    {
        var offsets = new int[polylines.Count + 1];
        for (int r = 0; r < polylines.Count; r++) offsets[r + 1] = offsets[r] + polylines[r].Length;
        return Compute(new TetLocator(mesh), offsets, polylines.SelectMany(line => line).ToArray());
    }

    /// <summary>Points: row r holds the tet of point r with share 1, or equal shares of the tets that touch it.</summary>
    public static SegmentIntersection ComputePoints(TetLocator locator, ReadOnlySpan<Point3> points)
    {
        var offsets = new int[points.Length + 1];
        for (int r = 0; r <= points.Length; r++) offsets[r] = r;
        return Compute(locator, offsets, points);
    }

    private static void WalkPolyline(SegmentWalk walk, ReadOnlySpan<Point3> line, PieceList pieces)
    {
        double length = 0;
        for (int i = 1; i < line.Length; i++) length += Point3.Distance(line[i - 1], line[i]);
        if (length > 0)
            for (int i = 1; i < line.Length; i++)
            {
                double weight = Point3.Distance(line[i - 1], line[i]) / length;
                if (weight > 0) walk.Walk(line[i - 1], line[i], pieces, weight);
            }
        else if (line.Length > 0) walk.Point(line[0], pieces);
        pieces.Merge();
    }
}
