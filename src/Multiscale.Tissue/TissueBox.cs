using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Tissue;

/// <summary>An axis-parallel box [um].</summary>
public readonly record struct TissueBox(Point3 Low, Point3 High)
{
    /// <summary>By how much the box around a set of points is wider than they are, so that none lies on its wall.</summary>
    private const double Growth = 1.001;

    public static TissueBox Cube(double size) => new(default, new Point3(size, size, size));

    /// <summary>The bounding box of all points, widened by a factor of 1.001 about its centre.</summary>
    /// <exception cref="InputException">MS0805: the points span no volume.</exception>
    public static TissueBox Around(IEnumerable<Point3> points)
    {
        Point3 low = new(double.MaxValue, double.MaxValue, double.MaxValue), high = new(double.MinValue, double.MinValue, double.MinValue);
        int count = 0;
        foreach (var p in points)
        {
            low = new(Math.Min(low.X, p.X), Math.Min(low.Y, p.Y), Math.Min(low.Z, p.Z));
            high = new(Math.Max(high.X, p.X), Math.Max(high.Y, p.Y), Math.Max(high.Z, p.Z));
            count++;
        }
        if (count == 0 || !(low.X < high.X && low.Y < high.Y && low.Z < high.Z))
            throw new InputException("MS0805", $"{count} points of cells and vessels span no volume", "give a circuit whose cells have positions and morphologies, or a vessel graph");
        Point3 centre = 0.5 * (low + high), half = 0.5 * Growth * (high - low);
        return new(centre - half, centre + half);
    }

    /// <summary>The smallest box that holds both.</summary>
    public TissueBox Union(TissueBox other) => new(
        new(Math.Min(Low.X, other.Low.X), Math.Min(Low.Y, other.Low.Y), Math.Min(Low.Z, other.Low.Z)),
        new(Math.Max(High.X, other.High.X), Math.Max(High.Y, other.High.Y), Math.Max(High.Z, other.High.Z)));

    public bool Contains(Point3 p) => p.X >= Low.X && p.Y >= Low.Y && p.Z >= Low.Z && p.X <= High.X && p.Y <= High.Y && p.Z <= High.Z;

    public Point3 Size => High - Low;
}
