namespace Multiscale.Geometry;

/// <summary>
/// Shares of a segment per tet by clipping it with every tet of the mesh, in barycentric coordinates: slow, plain, and independent
/// of <see cref="SegmentWalk"/>. Only for segments in general position: what lies in a face counts fully for both tets.
/// </summary>
public static class BruteForceClipping
{
    /// <summary>The share of the segment in each tet, [mesh.Count].</summary>
    public static double[] Shares(TetMesh mesh, Point3 a, Point3 b)
    {
        var shares = new double[mesh.Count];
        for (int t = 0; t < mesh.Count; t++) shares[t] = Share(mesh, t, a, b);
        return shares;
    }

    /// <summary>
    /// The share of the segment in one tet. Barycentric coordinate i changes linearly along the segment and is not negative inside:
    /// each of the four cuts the interval [0, 1] of the segment once.
    /// </summary>
    public static double Share(TetMesh mesh, int tet, Point3 a, Point3 b)
    {
        double enter = 0, exit = 1;
        for (int corner = 0; corner < 4; corner++)
        {
            double atStart = SubVolume(mesh, tet, corner, a), atEnd = SubVolume(mesh, tet, corner, b);
            if (atStart < 0 && atEnd < 0) return 0;
            if (atStart < 0) enter = Math.Max(enter, atStart / (atStart - atEnd));
            else if (atEnd < 0) exit = Math.Min(exit, atStart / (atStart - atEnd));
        }
        return Math.Max(0, exit - enter);
    }

    /// <summary>Volume of the tet with one corner moved to a point [um^3]; negative beyond the opposite face.</summary>
    private static double SubVolume(TetMesh mesh, int tet, int corner, Point3 point)
    {
        var (i, j, k) = mesh.FaceVertices(tet, corner);
        var p = mesh.Vertices[i];
        return Point3.Dot(p - point, Point3.Cross(mesh.Vertices[j] - p, mesh.Vertices[k] - p)) / 6;
    }
}
