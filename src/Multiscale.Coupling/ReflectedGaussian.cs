using Multiscale.Geometry;

namespace Multiscale.Coupling;

/// <summary>A Gaussian kernel whose images at the six faces of a mesh's bounding box keep its mass inside: uniform in, uniform out.</summary>
internal sealed class ReflectedGaussian
{
    private readonly Point3 low, high;
    private readonly double scale;

    public ReflectedGaussian(TetMesh mesh, double deviation)
    {
        scale = -0.5 / (deviation * deviation);
        low = new(mesh.Vertices.Min(v => v.X), mesh.Vertices.Min(v => v.Y), mesh.Vertices.Min(v => v.Z));
        high = new(mesh.Vertices.Max(v => v.X), mesh.Vertices.Max(v => v.Y), mesh.Vertices.Max(v => v.Z));
    }

    /// <summary>Unnormalised; 0 beyond 4 standard deviations on an axis.</summary>
    public double Value(Point3 a, Point3 b) =>
        Axis(a.X, b.X, low.X, high.X) * Axis(a.Y, b.Y, low.Y, high.Y) * Axis(a.Z, b.Z, low.Z, high.Z);

    private double Axis(double a, double b, double low, double high) =>
        Cut(a - b) + Cut(a + b - 2 * low) + Cut(2 * high - a - b);

    private double Cut(double d)
    {
        double exponent = scale * d * d;
        return exponent < -8 ? 0 : Math.Exp(exponent);
    }
}
