using Multiscale.Geometry;

namespace Multiscale.Diffusion;

/// <summary>A bar along z with the surfaces "start" (lowest z), "end" (highest z) and "side"; one compartment "axon", or two with the surface "wall" between them.</summary>
public static class BarMesh
{
    /// <summary>Squares of <paramref name="across"/> x <paramref name="across"/> cubes in <paramref name="layers"/> layers.</summary>
    /// <param name="cut">Height above which the compartment is "outside"; between layers.</param>
    public static TetMesh Create(double side, double length, int across, int layers, double cut = double.PositiveInfinity)
    {
        var box = BoxMesh.Create(default, new Point3(side, side, length), across, across, layers, "axon");
        List<int> triangles = [], start = [], end = [], wall = [], between = [];
        bool Above(int tet) => box.Barycentre(tet).Z > cut;
        for (int f = 0; f < box.Neighbours.Length; f++)
        {
            int beyond = box.Neighbours[f];
            if (beyond >= 0 && (Above(f / 4) || !Above(beyond))) continue;
            var (a, b, c) = box.FaceVertices(f / 4, f % 4);
            var normal = box.FaceArea(f / 4, f % 4);
            (beyond >= 0 ? between : Math.Abs(normal.Z) < 0.5 * normal.Length ? wall : normal.Z < 0 ? start : end).Add(triangles.Count / 3);
            triangles.AddRange([a, b, c]);
        }
        var tets = Enumerable.Range(0, box.Count).ToLookup(Above);
        List<PhysicalGroup> groups = [new("axon", 3, 1, [.. tets[false]]), new("start", 2, 2, [.. start]), new("end", 2, 3, [.. end]), new("side", 2, 4, [.. wall])];
        if (between.Count > 0) groups.AddRange([new("outside", 3, 5, [.. tets[true]]), new("wall", 2, 6, [.. between])]);
        return new TetMesh(box.Vertices, box.Tets, groups, [.. triangles]);
    }
}
