namespace Multiscale.Geometry;

/// <summary>
/// Finds the tet that contains a point, by a uniform grid over the mesh.
/// A point within <see cref="Tolerance"/> of a face, edge or vertex touches every tet around it.
/// </summary>
public sealed class TetLocator
{
    private WalkMesh? walkMesh;
    private (int Tet, Point3 A, Point3 B, Point3 C)[]? boundary;

    public TetLocator(TetMesh mesh)
    {
        Mesh = mesh;
        Planes = new TetPlanes(mesh);
        Grid = new TetGrid(mesh, Planes.Low, Planes.High, 2 * Planes.Tolerance);
    }

    public TetMesh Mesh { get; }

    /// <summary>Points this close to a face lie on it [um]: 1e-12 of the largest coordinate.</summary>
    public double Tolerance => Planes.Tolerance;

    internal TetPlanes Planes { get; }

    internal TetGrid Grid { get; }

    /// <summary>Made when the first walk needs it.</summary>
    internal WalkMesh WalkMesh => walkMesh ??= new WalkMesh(Mesh, Planes.Low, Planes.High, Planes.Centre);

    /// <summary>The tet that contains the point, the lowest of them where several touch it; -1 outside the mesh.</summary>
    public int Find(Point3 point)
    {
        var local = point - Planes.Centre;
        foreach (int tet in Grid.At(point))
            if (Planes.Distance(tet, local) <= Tolerance) return tet;
        return -1;
    }

    /// <summary>Adds all tets that touch the point, ascending, and returns their number: 1 inside a tet, more on faces, edges and vertices.</summary>
    public int FindAll(Point3 point, List<int> touching)
    {
        int before = touching.Count;
        var local = point - Planes.Centre;
        foreach (int tet in Grid.At(point))
            if (Planes.Distance(tet, local) <= Tolerance) touching.Add(tet);
        return touching.Count - before;
    }

    /// <summary>The tet nearest to a point and its distance [um]: the containing tet and 0 inside the mesh.</summary>
    public (int Tet, double Distance) Nearest(Point3 point)
    {
        int inside = Find(point);
        if (inside >= 0) return (inside, 0);
        int nearest = -1;
        double best = double.PositiveInfinity;
        foreach (var (tet, a, b, c) in boundary ??= BoundaryFaces())
        {
            double distance = Point3.Distance(point, TrianglePoint.Nearest(point, a, b, c));
            if (distance < best) (nearest, best) = (tet, distance);
        }
        return (nearest, best);
    }

    private (int, Point3, Point3, Point3)[] BoundaryFaces()
    {
        var faces = new List<(int, Point3, Point3, Point3)>();
        for (int f = 0; f < Mesh.Neighbours.Length; f++)
        {
            if (Mesh.Neighbours[f] >= 0) continue;
            var (a, b, c) = Mesh.FaceVertices(f / 4, f % 4);
            faces.Add((f / 4, Mesh.Vertices[a], Mesh.Vertices[b], Mesh.Vertices[c]));
        }
        return [.. faces];
    }
}
