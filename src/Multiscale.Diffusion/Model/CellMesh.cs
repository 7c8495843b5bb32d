using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Diffusion;

/// <summary>A compartment (its tets) or a patch (its triangles); every cell belongs to exactly one domain.</summary>
/// <param name="Cells">Global ids of its cells, ascending.</param>
/// <param name="Size">Volume [um^3] or area [um^2].</param>
public sealed record Domain(string Name, bool IsSurface, int[] Cells, double Size);

/// <summary>
/// The cells in which molecules are counted, whole on every rank: the tets of the mesh, then the triangles of the patches. Their ids are global.
/// </summary>
public sealed class CellMesh
{
    private readonly int[] inner, outer;
    private readonly int[] corners; // of the triangles, three each

    /// <param name="domainOf">Domain of each tet, in the order of <paramref name="compartments"/>.</param>
    /// <param name="patches">Name, corners of the triangles, and their inner and outer tets (-1: none).</param>
    public CellMesh(TetMesh mesh, IReadOnlyList<string> compartments, int[] domainOf, IReadOnlyList<(string Name, int[] Corners, int[] Inner, int[] Outer)> patches)
    {
        Mesh = mesh;
        corners = [.. patches.SelectMany(p => p.Corners)];
        inner = [.. patches.SelectMany(p => p.Inner)];
        outer = [.. patches.SelectMany(p => p.Outer)];
        Count = mesh.Count + inner.Length;
        Sizes = new double[Count];
        DomainOf = new int[Count];
        domainOf.CopyTo(DomainOf, 0);
        mesh.Volumes.CopyTo(Sizes, 0);
        for (int t = 0; t < inner.Length; t++)
            Sizes[mesh.Count + t] = 0.5 * Point3.Cross(Corner(t, 1) - Corner(t, 0), Corner(t, 2) - Corner(t, 0)).Length;
        var domains = new List<Domain>();
        for (int d = 0; d < compartments.Count; d++) domains.Add(Of(compartments[d], false, [.. Enumerable.Range(0, mesh.Count).Where(t => domainOf[t] == d)]));
        int next = mesh.Count;
        foreach (var patch in patches)
        {
            var cells = Enumerable.Range(next, patch.Inner.Length).ToArray();
            foreach (int c in cells) DomainOf[c] = domains.Count;
            domains.Add(Of(patch.Name, true, cells));
            next += cells.Length;
        }
        Domains = domains;
    }

    public TetMesh Mesh { get; }

    /// <summary>Tets and triangles.</summary>
    public int Count { get; }

    /// <summary>Compartments, then patches.</summary>
    public IReadOnlyList<Domain> Domains { get; }

    public int[] DomainOf { get; }

    /// <summary>Volume of each tet [um^3], area of each triangle [um^2].</summary>
    public double[] Sizes { get; }

    public bool IsTriangle(int cell) => cell >= Mesh.Count;

    /// <summary>The tet on the inner side of a triangle, -1 where there is none.</summary>
    public int Inner(int triangle) => inner[triangle - Mesh.Count];

    /// <summary>The tet on the outer side of a triangle, -1 where there is none.</summary>
    public int Outer(int triangle) => outer[triangle - Mesh.Count];

    /// <summary>Vertices of a cell: four of a tet, three of a triangle.</summary>
    public ReadOnlySpan<int> Corners(int cell) => IsTriangle(cell) ? corners.AsSpan(3 * (cell - Mesh.Count), 3) : Mesh.Tets.AsSpan(4 * cell, 4);

    public Point3 Barycentre(int cell) => !IsTriangle(cell) ? Mesh.Barycentre(cell)
        : 1.0 / 3 * (Corner(cell - Mesh.Count, 0) + Corner(cell - Mesh.Count, 1) + Corner(cell - Mesh.Count, 2));

    /// <summary>
    /// The neighbours of a cell and the rate of a jump to each over the diffusion coefficient [1/um^2]: S / (V |b_i - b_j|) through a face,
    /// L / (A |b_i - b_j|) through an edge; -1 and 0 where there is none. Four entries each; surfaces pass from triangle to triangle of one patch.
    /// </summary>
    public void Jumps(int cell, Span<int> to, Span<double> rates)
    {
        to.Fill(-1);
        rates.Clear();
        var b = Barycentre(cell);
        if (IsTriangle(cell))
        {
            var edges = Edges;
            for (int e = 0; e < 3; e++)
            {
                int t = cell - Mesh.Count, n = edges[3 * t + e];
                if (n < 0) continue;
                to[e] = n;
                rates[e] = (Corner(t, (e + 1) % 3) - Corner(t, e)).Length / (Sizes[cell] * Point3.Distance(b, Barycentre(n)));
            }
            return;
        }
        for (int f = 0; f < 4; f++)
        {
            int n = Mesh.Neighbours[4 * cell + f];
            if (n < 0) continue;
            to[f] = n;
            rates[f] = Mesh.FaceArea(cell, f).Length / (Sizes[cell] * Point3.Distance(b, Mesh.Barycentre(n)));
        }
    }

    private int[] Edges => edgeNeighbours ??= FindEdges();

    private int[]? edgeNeighbours;

    /// <summary>The triangle of the same patch across edge e (corners e, e + 1) of triangle t at [3t + e].</summary>
    private int[] FindEdges()
    {
        var found = new int[corners.Length];
        Array.Fill(found, -1);
        var open = new Dictionary<(int, int, int), int>();
        for (int e = 0; e < corners.Length; e++)
        {
            int t = e / 3, a = corners[e], b = corners[3 * t + (e + 1) % 3];
            var key = (Math.Min(a, b), Math.Max(a, b), DomainOf[Mesh.Count + t]);
            if (!open.Remove(key, out int other)) open.Add(key, e);
            else (found[e], found[other]) = (Mesh.Count + other / 3, Mesh.Count + t);
        }
        return found;
    }

    private Point3 Corner(int triangle, int i) => Mesh.Vertices[corners[3 * triangle + i]];

    private Domain Of(string name, bool surface, int[] cells) => new(name, surface, cells, cells.Sum(c => Sizes[c]));
}
