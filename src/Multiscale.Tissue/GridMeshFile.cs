using System.Globalization;
using Multiscale.Geometry;

namespace Multiscale.Tissue;

/// <summary>Writes a mesh with one volume "tissue" and its surface "boundary" as Gmsh text (format 2.2), for machines without Gmsh.</summary>
internal static class GridMeshFile
{
    private const int Triangle = 2, Tetrahedron = 4;

    public static void Write(string path, TetMesh mesh)
    {
        using var file = new StreamWriter(path) { NewLine = "\n" };
        file.WriteLine("$MeshFormat\n2.2 0 8\n$EndMeshFormat");
        file.WriteLine("$PhysicalNames\n2\n3 1 \"tissue\"\n2 2 \"boundary\"\n$EndPhysicalNames");
        file.WriteLine($"$Nodes\n{mesh.Vertices.Length}");
        for (int v = 0; v < mesh.Vertices.Length; v++)
        {
            var p = mesh.Vertices[v];
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{v + 1} {p.X:r} {p.Y:r} {p.Z:r}"));
        }
        int[] walls = [.. Enumerable.Range(0, mesh.Neighbours.Length).Where(f => mesh.Neighbours[f] < 0)];
        file.WriteLine($"$EndNodes\n$Elements\n{walls.Length + mesh.Count}");
        for (int k = 0; k < walls.Length; k++)
        {
            var (a, b, c) = mesh.FaceVertices(walls[k] / 4, walls[k] % 4);
            file.WriteLine($"{k + 1} {Triangle} 2 2 2 {a + 1} {b + 1} {c + 1}");
        }
        for (int t = 0; t < mesh.Count; t++)
            file.WriteLine($"{walls.Length + t + 1} {Tetrahedron} 2 1 1 {mesh.Tets[4 * t] + 1} {mesh.Tets[4 * t + 1] + 1} {mesh.Tets[4 * t + 2] + 1} {mesh.Tets[4 * t + 3] + 1}");
        file.WriteLine("$EndElements");
    }
}
