using Multiscale.Core;

namespace Multiscale.Geometry;

/// <summary>Where a cell stands in the tissue: rotated about its own origin by a unit quaternion (w, x, y, z), then moved [um].</summary>
public readonly record struct Placement(Point3 Translation, double W, double X, double Y, double Z)
{
    public static Placement Identity => new(default, 1, 0, 0, 0);

    public static Placement At(Point3 translation) => new(translation, 1, 0, 0, 0);

    /// <summary>The placement with this quaternion scaled to length 1.</summary>
    /// <exception cref="InputException">MS0210: the quaternion is zero or not finite.</exception>
    public static Placement Of(Point3 translation, double w, double x, double y, double z)
    {
        double norm = Math.Sqrt(w * w + x * x + y * y + z * z);
        return double.IsFinite(norm) && norm > 0
            ? new Placement(translation, w / norm, x / norm, y / norm, z / norm)
            : throw new InputException("MS0210", $"rotation ({w}, {x}, {y}, {z}) is no quaternion", "give four finite numbers that are not all zero");
    }

    /// <summary>Cell coordinates to tissue coordinates: p + 2 w (q x p) + 2 q x (q x p), then the translation.</summary>
    public Point3 Apply(Point3 p)
    {
        var q = new Point3(X, Y, Z);
        var t = 2 * Point3.Cross(q, p);
        return p + W * t + Point3.Cross(q, t) + Translation;
    }
}
