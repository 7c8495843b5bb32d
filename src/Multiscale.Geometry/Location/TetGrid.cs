namespace Multiscale.Geometry;

/// <summary>A uniform grid over a mesh; each cell lists the tets whose bounding boxes touch it.</summary>
internal sealed class TetGrid
{
    private readonly Point3 origin;
    private readonly double size;
    private readonly int nx, ny, nz;
    private readonly int[] offsets;
    private readonly int[] members;
    private readonly int[] near;

    public TetGrid(TetMesh mesh, Point3 low, Point3 high, double margin)
    {
        double total = 0;
        foreach (double volume in mesh.Volumes) total += volume;
        // Cells of three mean tet volumes: about 30 candidates a cell, 10 entries a tet; a hollow mesh gets larger cells.
        var extent = high - low;
        size = Math.Max(Math.Cbrt(3 * total / Math.Max(1, mesh.Count)), Math.Cbrt(extent.X * extent.Y * extent.Z / (4.0 * mesh.Count + 64)));
        origin = low - new Point3(margin, margin, margin);
        (nx, ny, nz) = (Cells(extent.X), Cells(extent.Y), Cells(extent.Z));

        offsets = new int[(long)nx * ny * nz + 1];
        for (int t = 0; t < mesh.Count; t++) Visit(mesh, t, margin, cell => offsets[cell + 1]++);
        for (int c = 0; c + 1 < offsets.Length; c++) offsets[c + 1] += offsets[c];
        members = new int[offsets[^1]];
        var next = offsets.AsSpan(0, offsets.Length - 1).ToArray();
        for (int t = 0; t < mesh.Count; t++) Visit(mesh, t, margin, cell => members[next[cell]++] = t);

        near = new int[offsets.Length - 1];
        for (int c = 0; c < near.Length; c++) near[c] = offsets[c] < offsets[c + 1] ? members[offsets[c]] : -1;
        for (int t = 0; t < mesh.Count; t++) near[CellOf(mesh.Barycentre(t))] = t;

        int Cells(double length) => Math.Max(1, (int)Math.Ceiling((length + 2 * margin) / size));
    }

    /// <summary>Tets that may contain the point, ascending; none outside the grid.</summary>
    public ReadOnlySpan<int> At(Point3 p) => CellOf(p) is >= 0 and var cell ? Cell(cell) : [];

    /// <summary>A tet in or near the cell of the point; -1 where there is none.</summary>
    public int Near(Point3 p) => CellOf(p) is >= 0 and var cell ? near[cell] : -1;

    /// <summary>Puts every tet that may touch the segment into <paramref name="found"/> once; <paramref name="seen"/>[tet] holds the last <paramref name="mark"/>.</summary>
    public int Along(Point3 a, Point3 b, int[] seen, int mark, ref int[] found)
    {
        Point3 from = 1 / size * (a - origin), to = 1 / size * (b - origin), d = to - from;
        ReadOnlySpan<double> p = [from.X, from.Y, from.Z], v = [d.X, d.Y, d.Z];
        ReadOnlySpan<int> cells = [nx, ny, nz];
        int main = Math.Abs(d.X) >= Math.Abs(d.Y) ? (Math.Abs(d.X) >= Math.Abs(d.Z) ? 0 : 2) : (Math.Abs(d.Y) >= Math.Abs(d.Z) ? 1 : 2);
        int second = (main + 1) % 3, third = (main + 2) % 3;
        const double slack = 1e-9;
        int count = 0;
        Span<int> at = stackalloc int[3];

        // Layer by layer along the main direction: the part of the segment within a layer spans few cells of it.
        var (first, last) = Range(p[main], p[main] + v[main], cells[main]);
        for (int layer = first; layer <= last; layer++)
        {
            double t0 = 0, t1 = 1;
            if (Math.Abs(v[main]) > slack)
            {
                double s0 = (layer - slack - p[main]) / v[main], s1 = (layer + 1 + slack - p[main]) / v[main];
                t0 = Math.Clamp(Math.Min(s0, s1), 0, 1);
                t1 = Math.Clamp(Math.Max(s0, s1), 0, 1);
            }
            var (j0, j1) = Range(p[second] + t0 * v[second], p[second] + t1 * v[second], cells[second]);
            var (k0, k1) = Range(p[third] + t0 * v[third], p[third] + t1 * v[third], cells[third]);
            for (int j = j0; j <= j1; j++)
                for (int k = k0; k <= k1; k++)
                {
                    (at[main], at[second], at[third]) = (layer, j, k);
                    foreach (int tet in Cell((at[0] * ny + at[1]) * nz + at[2]))
                    {
                        if (seen[tet] == mark) continue;
                        seen[tet] = mark;
                        if (count == found.Length) Array.Resize(ref found, 2 * count);
                        found[count++] = tet;
                    }
                }
        }
        return count;

        static (int First, int Last) Range(double x, double y, int cells) =>
            ((int)Math.Clamp(Math.Floor(Math.Min(x, y) - slack), 0, cells), (int)Math.Clamp(Math.Floor(Math.Max(x, y) + slack), -1, cells - 1));
    }

    /// <summary>The cell that holds a point; -1 outside the grid.</summary>
    private int CellOf(Point3 p)
    {
        int i = Floor(p.X - origin.X), j = Floor(p.Y - origin.Y), k = Floor(p.Z - origin.Z);
        return (uint)i < (uint)nx && (uint)j < (uint)ny && (uint)k < (uint)nz ? (i * ny + j) * nz + k : -1;
    }

    private ReadOnlySpan<int> Cell(int cell) => members.AsSpan(offsets[cell], offsets[cell + 1] - offsets[cell]);

    private int Floor(double x) => (int)Math.Clamp(Math.Floor(x / size), -1, int.MaxValue - 1);

    private void Visit(TetMesh mesh, int tet, double margin, Action<int> visit)
    {
        Point3 a = mesh.Vertex(tet, 0), b = mesh.Vertex(tet, 1), c = mesh.Vertex(tet, 2), d = mesh.Vertex(tet, 3);
        var (i0, i1) = Range(a.X - origin.X, b.X - origin.X, c.X - origin.X, d.X - origin.X, nx);
        var (j0, j1) = Range(a.Y - origin.Y, b.Y - origin.Y, c.Y - origin.Y, d.Y - origin.Y, ny);
        var (k0, k1) = Range(a.Z - origin.Z, b.Z - origin.Z, c.Z - origin.Z, d.Z - origin.Z, nz);
        for (int i = i0; i <= i1; i++)
            for (int j = j0; j <= j1; j++)
                for (int k = k0; k <= k1; k++)
                    visit((i * ny + j) * nz + k);

        (int First, int Last) Range(double x0, double x1, double x2, double x3, int cells) => (
            Math.Clamp(Floor(Math.Min(Math.Min(x0, x1), Math.Min(x2, x3)) - margin), 0, cells - 1),
            Math.Clamp(Floor(Math.Max(Math.Max(x0, x1), Math.Max(x2, x3)) + margin), 0, cells - 1));
    }
}
