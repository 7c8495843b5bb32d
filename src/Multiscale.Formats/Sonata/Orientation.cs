using Multiscale.Geometry;

namespace Multiscale.Formats;

/// <summary>A rotation from a morphology's own axes to the circuit's, as a unit quaternion w + xi + yj + zk.</summary>
public readonly record struct Orientation(double W, double X, double Y, double Z)
{
    public static Orientation Identity => new(1, 0, 0, 0);

    /// <summary>Rotation about x, then about y, then about z, axes fixed, angles in rad (as libsonata's users have it).</summary>
    public static Orientation FromAngles(double aboutX, double aboutY, double aboutZ)
    {
        var x = new Orientation(Math.Cos(aboutX / 2), Math.Sin(aboutX / 2), 0, 0);
        var y = new Orientation(Math.Cos(aboutY / 2), 0, Math.Sin(aboutY / 2), 0);
        var z = new Orientation(Math.Cos(aboutZ / 2), 0, 0, Math.Sin(aboutZ / 2));
        return z * (y * x);
    }

    /// <summary>First <paramref name="b"/>, then <paramref name="a"/>.</summary>
    public static Orientation operator *(Orientation a, Orientation b) => new(
        a.W * b.W - a.X * b.X - a.Y * b.Y - a.Z * b.Z,
        a.W * b.X + a.X * b.W + a.Y * b.Z - a.Z * b.Y,
        a.W * b.Y - a.X * b.Z + a.Y * b.W + a.Z * b.X,
        a.W * b.Z + a.X * b.Y - a.Y * b.X + a.Z * b.W);

    public Point3 Rotate(Point3 p)
    {
        var axis = new Point3(X, Y, Z);
        var t = 2 * Point3.Cross(axis, p);
        return p + W * t + Point3.Cross(axis, t);
    }

    /// <summary>Scaled to length one; the identity where all is zero.</summary>
    public Orientation Normalized()
    {
        double length = Math.Sqrt(W * W + X * X + Y * Y + Z * Z);
        return length > 0 ? new(W / length, X / length, Y / length, Z / length) : Identity;
    }
}
