namespace Multiscale.Geometry;

/// <summary>A box cut into cubes of six tets each (Kuhn's subdivision): for tests and for quick cases.</summary>
public static class BoxMesh
{
    /// <summary>A mesh of nx x ny x nz cubes between two corners, one compartment named <paramref name="compartment"/>.</summary>
    public static TetMesh Create(Point3 low, Point3 high, int nx, int ny, int nz, string compartment = "tissue")
    {
        var vertices = new Point3[(nx + 1) * (ny + 1) * (nz + 1)];
        int At(int i, int j, int k) => (i * (ny + 1) + j) * (nz + 1) + k;
        for (int i = 0; i <= nx; i++)
            for (int j = 0; j <= ny; j++)
                for (int k = 0; k <= nz; k++)
                    vertices[At(i, j, k)] = new Point3(
                        low.X + (high.X - low.X) * i / nx, low.Y + (high.Y - low.Y) * j / ny, low.Z + (high.Z - low.Z) * k / nz);
        ReadOnlySpan<byte> orders = [0, 1, 2, 0, 2, 1, 1, 0, 2, 1, 2, 0, 2, 0, 1, 2, 1, 0];
        var tets = new List<int>(nx * ny * nz * 24);
        for (int i = 0; i < nx; i++)
            for (int j = 0; j < ny; j++)
                for (int k = 0; k < nz; k++)
                    for (int p = 0; p < 6; p++)
                    {
                        Span<int> corner = [i, j, k];
                        tets.Add(At(i, j, k));
                        for (int step = 0; step < 3; step++)
                        {
                            corner[orders[3 * p + step]]++;
                            tets.Add(At(corner[0], corner[1], corner[2]));
                        }
                    }
        var all = new int[tets.Count / 4];
        for (int t = 0; t < all.Length; t++) all[t] = t;
        return new TetMesh(vertices, [.. tets], [new PhysicalGroup(compartment, 3, 1, all)]);
    }
}
