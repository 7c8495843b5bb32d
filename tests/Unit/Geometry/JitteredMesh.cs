using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.UnitTests;

/// <summary>Box meshes whose inner vertices are moved at random, so that no face is parallel to another.</summary>
internal static class JitteredMesh
{
    public static TetMesh Create(int cells, double size, ulong seed)
    {
        var mesh = BoxMesh.Create(new(0, 0, 0), new(size, size, size), cells, cells, cells);
        var vertices = mesh.Vertices.ToArray();
        double shift = 0.2 * size / cells;
        for (int v = 0; v < vertices.Length; v++)
        {
            var random = new CounterRandom(seed, (ulong)v);
            double Moved(double x, ulong axis) => x > 0 && x < size ? x + shift * (2 * random.Uniform(axis) - 1) : x;
            vertices[v] = new(Moved(vertices[v].X, 0), Moved(vertices[v].Y, 1), Moved(vertices[v].Z, 2));
        }
        return new TetMesh(vertices, mesh.Tets.ToArray());
    }

    /// <summary>The tets for which the predicate on their barycentres holds: a mesh with holes and dents.</summary>
    public static TetMesh Carve(TetMesh mesh, Predicate<Point3> keep)
    {
        var tets = new List<int>();
        for (int t = 0; t < mesh.Count; t++)
            if (keep(mesh.Barycentre(t))) tets.AddRange(mesh.Tets.AsSpan(4 * t, 4));
        return new TetMesh(mesh.Vertices, [.. tets]);
    }

    /// <summary>A random point of the box [low, high] in each direction.</summary>
    public static Point3 Point(ulong seed, ulong number, double low, double high)
    {
        var random = new CounterRandom(seed, number);
        return new(low + (high - low) * random.Uniform(0), low + (high - low) * random.Uniform(1), low + (high - low) * random.Uniform(2));
    }
}
