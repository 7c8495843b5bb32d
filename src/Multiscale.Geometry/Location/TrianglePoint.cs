namespace Multiscale.Geometry;

/// <summary>The point of a triangle that is nearest to a given point.</summary>
public static class TrianglePoint
{
    /// <summary>The foot of the perpendicular where it falls inside the triangle, else the nearest point of its three edges.</summary>
    public static Point3 Nearest(Point3 p, Point3 a, Point3 b, Point3 c)
    {
        var normal = Point3.Cross(b - a, c - a);
        double square = Point3.Dot(normal, normal);
        if (square > 0)
        {
            double u = Point3.Dot(normal, Point3.Cross(b - a, p - a)) / square;
            double v = Point3.Dot(normal, Point3.Cross(p - a, c - a)) / square;
            if (u >= 0 && v >= 0 && u + v <= 1) return a + v * (b - a) + u * (c - a);
        }
        Point3 ab = OnEdge(p, a, b), bc = OnEdge(p, b, c), ca = OnEdge(p, c, a);
        var best = Point3.Distance(p, ab) <= Point3.Distance(p, bc) ? ab : bc;
        return Point3.Distance(p, best) <= Point3.Distance(p, ca) ? best : ca;
    }

    private static Point3 OnEdge(Point3 p, Point3 a, Point3 b)
    {
        var edge = b - a;
        double square = Point3.Dot(edge, edge);
        return square > 0 ? Point3.Lerp(a, b, Math.Clamp(Point3.Dot(p - a, edge) / square, 0, 1)) : a;
    }
}
