using Multiscale.Geometry;

namespace Multiscale.Diffusion;

/// <summary>A bar along z, one compartment "axon", with the surfaces "start" (lowest z), "end" (highest z) and "side".</summary>
public static class BarMesh
{
    /// <summary>Squares of <paramref name="across"/> x <paramref name="across"/> cubes in <paramref name="layers"/> layers.</summary>
    public static TetMesh Create(double side, double length, int across, int layers)
    {
        var box = BoxMesh.Create(default, new Point3(side, side, length), across, across, layers, "axon");
        List<int> triangles = [], start = [], end = [], wall = [];
        for (int f = 0; f < box.Neighbours.Length; f++)
        {
            if (box.Neighbours[f] >= 0) continue;
            var (a, b, c) = box.FaceVertices(f / 4, f % 4);
            var normal = box.FaceArea(f / 4, f % 4);
            (Math.Abs(normal.Z) < 0.5 * normal.Length ? wall : normal.Z < 0 ? start : end).Add(triangles.Count / 3);
            triangles.AddRange([a, b, c]);
        }
        return new TetMesh(box.Vertices, box.Tets, [.. box.Groups, new("start", 2, 2, [.. start]), new("end", 2, 3, [.. end]), new("side", 2, 4, [.. wall])], [.. triangles]);
    }
}
