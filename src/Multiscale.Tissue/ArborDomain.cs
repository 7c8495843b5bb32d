using Multiscale.Geometry;

namespace Multiscale.Tissue;

/// <summary>
/// The box around a soma inside which a cell grows. Shapes with the soma in the middle, at a face and at an edge of the box
/// together can stand anywhere in the tissue without leaving it, so that somas are spread evenly up to the walls.
/// </summary>
internal readonly record struct ArborDomain(Point3 Low, Point3 High)
{
    /// <summary>Half the width of the box [um].</summary>
    public const double Reach = 30;

    /// <summary>From the soma's centre to a face at which the soma lies [um].</summary>
    public const double Clearance = 9.5;

    /// <summary>The box of shape <paramref name="index"/> of its class: x and z in turn middle, face, edge, edge; y low for even, high for odd ones.</summary>
    public static ArborDomain For(int index, bool excitatory)
    {
        int lateral = (excitatory ? index / 2 : index) % 4;
        var x = Range(lateral >= 1);
        var z = Range(lateral >= 2);
        // Inhibitory cells may stand on their heads, so one of the two places along y is enough for them.
        bool top = excitatory && index % 2 == 1;
        var y = Range(true);
        return top
            ? new(new(x.Low, -y.High, z.Low), new(x.High, -y.Low, z.High))
            : new(new(x.Low, y.Low, z.Low), new(x.High, y.High, z.High));
    }

    private static (double Low, double High) Range(bool atFace) => atFace ? (-Clearance, 2 * Reach - Clearance) : (-Reach, Reach);

    /// <summary>Mirrors a step at the faces: the new point, and the direction in which growth goes on.</summary>
    public (Point3 Point, Point3 Direction) Step(Point3 from, Point3 direction, double length, double margin)
    {
        var (x, dx) = Mirror(from.X + length * direction.X, direction.X, Low.X + margin, High.X - margin);
        var (y, dy) = Mirror(from.Y + length * direction.Y, direction.Y, Low.Y + margin, High.Y - margin);
        var (z, dz) = Mirror(from.Z + length * direction.Z, direction.Z, Low.Z + margin, High.Z - margin);
        return (new Point3(x, y, z), new Point3(dx, dy, dz));
    }

    private static (double, double) Mirror(double value, double direction, double low, double high) =>
        value < low ? (2 * low - value, Math.Abs(direction)) : value > high ? (2 * high - value, -Math.Abs(direction)) : (value, direction);
}
