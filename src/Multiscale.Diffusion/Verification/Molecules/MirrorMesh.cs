using Multiscale.Geometry;

namespace Multiscale.Diffusion;

/// <summary>
/// Boxes cut into cubes of 24 tetrahedra: (centre, face centre, corner, corner). Neighbours are mirror images of one another, so the line between their
/// barycentres is normal to the common face and the flux between barycentres is exact for linear fields. Surfaces are halves of quarter squares.
/// </summary>
public static class MirrorMesh
{
    private static readonly (int X, int Y, int Z)[] Ring = [(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)];

    /// <summary>
    /// <paramref name="copies"/> boxes of nx x ny x nz cubes each, which do not touch; their tets follow one another. The boundary at the lowest z of the first axis
    /// is the physical surface "end", at the highest z "top"; compartments are split at <paramref name="split"/> (x below: "left", above: "right").
    /// </summary>
    public static TetMesh Create(double edge, int nx, int ny, int nz, int copies = 1, double? split = null)
    {
        var vertices = new List<Point3>();
        var index = new Dictionary<(int, int, int, int), int>();
        List<int> tets = [], triangles = [], end = [], top = [], left = [], right = [];
        for (int copy = 0; copy < copies; copy++)
            for (int i = 0; i < nx; i++)
                for (int j = 0; j < ny; j++)
                    for (int k = 0; k < nz; k++)
                        for (int face = 0; face < 6; face++) Face(copy, (2 * i + 1, 2 * j + 1, 2 * k + 1), face);
        return new TetMesh([.. vertices], [.. tets],
            split is null ? [new("box", 3, 1, [.. left]), new("end", 2, 2, [.. end]), new("top", 2, 3, [.. top])]
                : [new("left", 3, 1, [.. left]), new("right", 3, 4, [.. right]), new("end", 2, 2, [.. end]), new("top", 2, 3, [.. top])], [.. triangles]);

        // In units of half an edge: a cube has its centre at odd numbers.
        void Face(int copy, (int X, int Y, int Z) c, int face)
        {
            int axis = face / 2, side = face % 2 == 0 ? -1 : 1;
            (int X, int Y, int Z) Turn((int X, int Y, int Z) v) => axis switch { 0 => (v.Z, v.X, v.Y), 1 => (v.Y, v.Z, v.X), _ => v };
            var n = Turn((0, 0, side));
            (int X, int Y, int Z) f = (c.X + n.X, c.Y + n.Y, c.Z + n.Z);
            for (int e = 0; e < 4; e++)
            {
                (int X, int Y, int Z) a = Turn(Ring[e]), b = Turn(Ring[(e + 1) % 4]);
                int[] corners = [Vertex(copy, c), Vertex(copy, f), Vertex(copy, (f.X + a.X, f.Y + a.Y, f.Z + a.Z)), Vertex(copy, (f.X + b.X, f.Y + b.Y, f.Z + b.Z))];
                (split is { } x && edge / 2 * c.X > x ? right : left).Add(tets.Count / 4);
                tets.AddRange(corners);
                if (axis != 2 || (f.Z != 0 && f.Z != 2 * nz)) continue;
                (f.Z == 0 ? end : top).Add(triangles.Count / 3);
                triangles.AddRange(corners[1..]);
            }
        }

        int Vertex(int copy, (int X, int Y, int Z) at)
        {
            if (index.TryGetValue((copy, at.X, at.Y, at.Z), out int known)) return known;
            index.Add((copy, at.X, at.Y, at.Z), vertices.Count);
            // Copies lie apart along x.
            vertices.Add(new Point3(edge / 2 * at.X + copy * 2 * edge * nx, edge / 2 * at.Y, edge / 2 * at.Z));
            return vertices.Count - 1;
        }
    }
}
