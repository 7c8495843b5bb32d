using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiscale.Geometry;

/// <summary>
/// The four face planes of every tet, four lanes wide, in coordinates about the middle of the mesh.
/// Two tets hold bitwise opposite planes for their common face, so both compute the same crossing point.
/// </summary>
internal sealed unsafe class TetPlanes
{
    /// <summary>Doubles per tet: unit outward normals x[4] y[4] z[4] and offsets [4]; distance = n.x + offset, negative inside [um].</summary>
    public const int Stride = 16;

    private readonly double[] storage;
    private readonly int start;

    public TetPlanes(TetMesh mesh)
    {
        (Low, High) = Bounds(mesh);
        Centre = 0.5 * (Low + High);
        double extent = Math.Max((High - Low).Length / 2, Math.Max(Math.Abs(Centre.X), Math.Max(Math.Abs(Centre.Y), Math.Abs(Centre.Z))));
        Tolerance = 1e-12 * extent;

        storage = GC.AllocateUninitializedArray<double>(Stride * mesh.Count + 8, pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(storage));
        start = (int)((64 - (address & 63)) & 63) / 8;
        for (int t = 0; t < mesh.Count; t++)
            for (int face = 0; face < 4; face++)
                Fill(mesh, t, face);
    }

    public Point3 Low { get; }

    public Point3 High { get; }

    /// <summary>Origin of the coordinates that the planes are written in.</summary>
    public Point3 Centre { get; }

    /// <summary>A point this close to a plane lies in it [um]: 1e-12 of the largest coordinate, a thousand roundings.</summary>
    public double Tolerance { get; }

    /// <summary>The planes of tet 0; aligned and never moved as long as this object lives.</summary>
    public double* First => (double*)Unsafe.AsPointer(ref storage[start]);

    /// <summary>Largest of the four signed distances of a point, in coordinates about <see cref="Centre"/>: not above 0 inside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Distance(int tet, Point3 x)
    {
        double* p = First + (long)Stride * tet;
        double d0 = p[0] * x.X + p[4] * x.Y + p[8] * x.Z + p[12], d1 = p[1] * x.X + p[5] * x.Y + p[9] * x.Z + p[13];
        double d2 = p[2] * x.X + p[6] * x.Y + p[10] * x.Z + p[14], d3 = p[3] * x.X + p[7] * x.Y + p[11] * x.Z + p[15];
        return Math.Max(Math.Max(d0, d1), Math.Max(d2, d3));
    }

    private void Fill(TetMesh mesh, int t, int face)
    {
        double* p = First + (long)Stride * t + face;
        int n = mesh.Neighbours[4 * t + face];
        if (n >= 0 && n < t)
        {
            double* q = First + (long)Stride * n + mesh.Neighbours.AsSpan(4 * n, 4).IndexOf(t);
            for (int i = 0; i < Stride; i += 4) p[i] = -q[i];
            return;
        }
        var (a, b, c) = mesh.FaceVertices(t, face);
        Point3 u = mesh.Vertices[a] - Centre, v = mesh.Vertices[b] - Centre, w = mesh.Vertices[c] - Centre;
        var normal = Point3.Cross(v - u, w - u);
        normal = 1 / normal.Length * normal;
        p[0] = normal.X;
        p[4] = normal.Y;
        p[8] = normal.Z;
        p[12] = -Point3.Dot(normal, 1.0 / 3 * (u + v + w));
    }

    private static (Point3 Low, Point3 High) Bounds(TetMesh mesh)
    {
        double inf = double.PositiveInfinity, lx = inf, ly = inf, lz = inf, hx = -inf, hy = -inf, hz = -inf;
        foreach (int vertex in mesh.Tets)
        {
            var p = mesh.Vertices[vertex];
            lx = Math.Min(lx, p.X); ly = Math.Min(ly, p.Y); lz = Math.Min(lz, p.Z);
            hx = Math.Max(hx, p.X); hy = Math.Max(hy, p.Y); hz = Math.Max(hz, p.Z);
        }
        return mesh.Count == 0 ? default : (new(lx, ly, lz), new(hx, hy, hz));
    }
}
