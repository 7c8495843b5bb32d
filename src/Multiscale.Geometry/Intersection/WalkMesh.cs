using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiscale.Geometry;

/// <summary>
/// The mesh as the walk wants it: tets and vertices sorted along a Z-order curve, so that neighbours in space are neighbours in
/// memory; 32 bytes a tet (4 vertices, then 4 neighbours) and 32 bytes a vertex (x, y, z about the middle of the mesh, 0).
/// </summary>
internal sealed unsafe class WalkMesh
{
    private readonly int[] tets;
    private readonly double[] vertices;

    public WalkMesh(TetMesh mesh, Point3 low, Point3 high, Point3 centre)
    {
        Original = ZOrder.Sort(mesh.Count, mesh.Barycentre, low, high);
        Position = Inverse(Original);
        var vertexOrder = ZOrder.Sort(mesh.Vertices.Length, v => mesh.Vertices[v], low, high);
        var vertexPosition = Inverse(vertexOrder);

        tets = GC.AllocateUninitializedArray<int>(8 * mesh.Count + 16, pinned: true);
        vertices = GC.AllocateUninitializedArray<double>(4 * mesh.Vertices.Length + 8, pinned: true);
        Tets = (int*)Aligned(Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(tets)));
        Vertices = (double*)Aligned(Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(vertices)));
        for (int i = 0; i < mesh.Count; i++)
            for (int c = 0; c < 4; c++)
            {
                int from = 4 * Original[i] + c, neighbour = mesh.Neighbours[from];
                Tets[8 * i + c] = vertexPosition[mesh.Tets[from]];
                Tets[8 * i + 4 + c] = neighbour < 0 ? -1 : Position[neighbour];
                LongestEdge = Math.Max(LongestEdge, Point3.Distance(mesh.Vertices[mesh.Tets[from]], mesh.Vertex(Original[i], (c + 1) & 3)));
                LongestEdge = Math.Max(LongestEdge, Point3.Distance(mesh.Vertices[mesh.Tets[from]], mesh.Vertex(Original[i], (c + 2) & 3)));
            }
        for (int i = 0; i < vertexOrder.Length; i++)
        {
            var x = mesh.Vertices[vertexOrder[i]] - centre;
            (Vertices[4 * i], Vertices[4 * i + 1], Vertices[4 * i + 2], Vertices[4 * i + 3]) = (x.X, x.Y, x.Z, 0);
        }
    }

    /// <summary>Aligned to 64 bytes; neither moves as long as this object lives.</summary>
    public int* Tets { get; }

    public double* Vertices { get; }

    /// <summary>The mesh's number of each tet here.</summary>
    public int[] Original { get; }

    /// <summary>The number here of each tet of the mesh.</summary>
    public int[] Position { get; }

    /// <summary>[um]</summary>
    public double LongestEdge { get; }

    /// <summary>Middle of a tet, about the middle of the mesh.</summary>
    public Point3 Barycentre(int tet)
    {
        var sum = default(Point3);
        for (int c = 0; c < 4; c++)
        {
            double* v = Vertices + 4L * Tets[8L * tet + c];
            sum += new Point3(v[0], v[1], v[2]);
        }
        return 0.25 * sum;
    }

    private static void* Aligned(void* p) => (void*)(((nint)p + 63) & ~(nint)63);

    private static int[] Inverse(int[] order)
    {
        var inverse = new int[order.Length];
        for (int i = 0; i < order.Length; i++) inverse[order[i]] = i;
        return inverse;
    }
}
