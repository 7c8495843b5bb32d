using Multiscale.Core;

namespace Multiscale.Geometry;

/// <summary>A named set of tets (compartment) or boundary triangles (patch) from the mesh file's physical groups.</summary>
public sealed record PhysicalGroup(string Name, int Dimension, int Tag, int[] Members);

/// <summary>
/// A conforming tetrahedral mesh [um], whole on every rank; solvers keep state for their own tets only.
/// Tet t has the vertices Tets[4t..4t+3], positively oriented; its face i lies opposite its vertex i.
/// </summary>
public sealed class TetMesh
{
    /// <exception cref="InputException">A tet is flat (MS0301), a face belongs to three tets (MS0302), or two tets overlap (MS0303).</exception>
    public TetMesh(Point3[] vertices, int[] tets, IReadOnlyList<PhysicalGroup>? groups = null, int[]? triangles = null, int[]? partition = null)
    {
        Vertices = vertices;
        Tets = tets;
        Groups = groups ?? [];
        Triangles = triangles ?? [];
        Partition = partition;
        Count = tets.Length / 4;
        Volumes = new double[Count];
        for (int t = 0; t < Count; t++)
        {
            double volume = SignedVolume(t);
            if (volume < 0)
            {
                (tets[4 * t + 2], tets[4 * t + 3]) = (tets[4 * t + 3], tets[4 * t + 2]);
                volume = -volume;
                Inverted++;
            }
            Volumes[t] = volume;
            if (!(volume > 0))
                throw new InputException("MS0301", $"tetrahedron {t} has volume {volume:g3} um^3", "repair the mesh: every tetrahedron needs a positive volume");
        }
        Neighbours = FaceAdjacency.Find(tets, vertices.Length);
    }

    public int Count { get; }

    public Point3[] Vertices { get; }

    public int[] Tets { get; }

    /// <summary>Tet across face i of tet t at [4t + i]; -1 on the boundary.</summary>
    public int[] Neighbours { get; }

    /// <summary>[um^3]</summary>
    public double[] Volumes { get; }

    /// <summary>Tets that were listed with negative orientation and turned round.</summary>
    public int Inverted { get; }

    public IReadOnlyList<PhysicalGroup> Groups { get; }

    /// <summary>Vertices of the boundary triangles that the groups of dimension 2 refer to, three each.</summary>
    public int[] Triangles { get; }

    /// <summary>Part of each tet when the file came partitioned; null otherwise.</summary>
    public int[]? Partition { get; }

    public double TotalVolume => Volumes.Sum();

    public Point3 Vertex(int tet, int corner) => Vertices[Tets[4 * tet + corner]];

    public Point3 Barycentre(int tet) => 0.25 * (Vertex(tet, 0) + Vertex(tet, 1) + Vertex(tet, 2) + Vertex(tet, 3));

    /// <summary>Outward area vector of face <paramref name="face"/> [um^2].</summary>
    public Point3 FaceArea(int tet, int face)
    {
        var (a, b, c) = FaceVertices(tet, face);
        return 0.5 * Point3.Cross(Vertices[b] - Vertices[a], Vertices[c] - Vertices[a]);
    }

    /// <summary>Vertices of a face, ordered so that its normal points out of the tet.</summary>
    public (int A, int B, int C) FaceVertices(int tet, int face) => face switch
    {
        0 => (Tets[4 * tet + 1], Tets[4 * tet + 2], Tets[4 * tet + 3]),
        1 => (Tets[4 * tet], Tets[4 * tet + 3], Tets[4 * tet + 2]),
        2 => (Tets[4 * tet], Tets[4 * tet + 1], Tets[4 * tet + 3]),
        _ => (Tets[4 * tet], Tets[4 * tet + 2], Tets[4 * tet + 1]),
    };

    private double SignedVolume(int t)
    {
        var a = Vertex(t, 0);
        return Point3.Dot(Vertex(t, 1) - a, Point3.Cross(Vertex(t, 2) - a, Vertex(t, 3) - a)) / 6;
    }
}
