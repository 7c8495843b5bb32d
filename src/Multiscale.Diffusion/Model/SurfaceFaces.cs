using Multiscale.Geometry;

namespace Multiscale.Diffusion;

/// <summary>Which tets lie on the two sides of the triangles of a physical surface.</summary>
internal static class SurfaceFaces
{
    /// <summary>The tets with each triangle of the group as a face; -1 where there is none.</summary>
    public static (int A, int B)[] Of(TetMesh mesh, PhysicalGroup surface)
    {
        var wanted = new Dictionary<(int, int, int), int>(surface.Members.Length);
        for (int i = 0; i < surface.Members.Length; i++)
        {
            int at = 3 * surface.Members[i];
            wanted[Sorted(mesh.Triangles[at], mesh.Triangles[at + 1], mesh.Triangles[at + 2])] = i;
        }
        var corners = new HashSet<int>(wanted.Keys.SelectMany(k => (int[])[k.Item1, k.Item2, k.Item3]));
        var found = new (int A, int B)[surface.Members.Length];
        Array.Fill(found, (-1, -1));
        for (int t = 0; t < mesh.Count; t++)
            for (int f = 0; f < 4; f++)
            {
                var (a, b, c) = mesh.FaceVertices(t, f);
                if (!corners.Contains(a) || !corners.Contains(b) || !wanted.TryGetValue(Sorted(a, b, c), out int i)) continue;
                if (found[i].A < 0) found[i].A = t;
                else found[i].B = t;
            }
        return found;
    }

    private static (int, int, int) Sorted(int a, int b, int c)
    {
        if (a > b) (a, b) = (b, a);
        if (b > c) (b, c) = (c, b);
        if (a > b) (a, b) = (b, a);
        return (a, b, c);
    }
}
