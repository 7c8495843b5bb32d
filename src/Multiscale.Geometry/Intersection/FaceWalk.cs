using System.Runtime.CompilerServices;

namespace Multiscale.Geometry;

/// <summary>
/// The face-to-face walk. Vertices are projected along the segment, so that the segment becomes the origin of a plane: it passes
/// through the triangle A B C where the cross products A x B, B x C, C x A have one sign. A step loads the one vertex D that the
/// next tet adds, and the sign changes among A x D, B x D, C x D name the face that the segment leaves by. The cross product of
/// an edge is bitwise the same for all tets around it, so neighbours never disagree on the side that a segment passes.
/// </summary>
internal sealed unsafe class FaceWalk(TetLocator locator)
{
    private readonly WalkMesh mesh = locator.WalkMesh;
    private readonly Point3 centre = locator.Planes.Centre;
    private readonly TetGrid grid = locator.Grid;

    /// <summary>A segment that passes an edge closer than the tolerance touches it (the cross product is distance times projected length).</summary>
    private readonly double clear = locator.Tolerance * locator.WalkMesh.LongestEdge;

    /// <summary>Crossings this close to the end are the end: a few roundings.</summary>
    private const double End = 1 - 1e-15;

    /// <summary>The tet (in the walk's numbering) that contains a point; -1 outside.</summary>
    public int Find(Point3 point)
    {
        int near = grid.Near(point);
        if (near >= 0)
        {
            int start = mesh.Position[near];
            if (Go(start, mesh.Barycentre(start), point - centre, null, 0, out int last) == 1) return last;
        }
        int found = locator.Find(point);
        return found < 0 ? -1 : mesh.Position[found];
    }

    /// <summary>
    /// Walks from a point in tet <paramref name="tet"/> and adds its pieces; points are about the middle of the mesh. Returns how much of
    /// the segment was walked: 1 at its end, less where it met the boundary, -1 where it touched an edge.
    /// </summary>
    public double Go(int tet, Point3 from, Point3 to, PieceList? pieces, double weight, out int last)
    {
        int* tets = mesh.Tets;
        var frame = new Projection(from, to, mesh.Vertices);
        last = tet;
        int* record = tets + 8L * tet;
        if (!FirstFace(record, frame, out int exitVertex, out Corner a, out Corner b, out Corner c)) return -1;
        double ab = Cross(a, b), bc = Cross(b, c), ca = Cross(c, a), entry = 0;
        int next = record[4 + exitVertex];
        while (true)
        {
            double exit = (bc * a.T + ca * b.T + ab * c.T) / (ab + bc + ca);
            if (exit >= End)
            {
                pieces?.Add(mesh.Original[tet], weight * (1 - entry));
                last = tet;
                return 1;
            }
            // Entry grows from step to step, so the walk ends.
            if (!(exit > entry)) return -1;
            pieces?.Add(mesh.Original[tet], weight * (exit - entry));
            entry = exit;
            if (next < 0) return exit;
            tet = next;
            record = tets + 8L * tet;
            var d = frame.Project(record[0] ^ record[1] ^ record[2] ^ record[3] ^ a.Vertex ^ b.Vertex ^ c.Vertex);
            double ad = Cross(a, d), bd = Cross(b, d), cd = Cross(c, d);
            if (ad < -clear && bd > clear)
            {
                next = Across(record, c.Vertex);
                (c, bc, ca) = (d, bd, -ad);
            }
            else if (bd < -clear && cd > clear)
            {
                next = Across(record, a.Vertex);
                (a, ca, ab) = (d, cd, -bd);
            }
            else if (cd < -clear && ad > clear)
            {
                next = Across(record, b.Vertex);
                (b, ab, bc) = (d, ad, -cd);
            }
            else return -1;
        }
    }

    /// <summary>The face by which the segment leaves its first tet, seen counter-clockwise along the segment; false where it touches an edge.</summary>
    private bool FirstFace(int* record, in Projection frame, out int exitVertex, out Corner a, out Corner b, out Corner c)
    {
        Corner p = frame.Project(record[0]), q = frame.Project(record[1]), r = frame.Project(record[2]), s = frame.Project(record[3]);
        double pq = Cross(p, q), pr = Cross(p, r), ps = Cross(p, s), qr = Cross(q, r), qs = Cross(q, s), rs = Cross(r, s);
        if (qr > clear && rs > clear && qs < -clear) (exitVertex, a, b, c) = (0, q, r, s);
        else if (ps > clear && rs < -clear && pr < -clear) (exitVertex, a, b, c) = (1, p, s, r);
        else if (pq > clear && qs > clear && ps < -clear) (exitVertex, a, b, c) = (2, p, q, s);
        else if (pr > clear && qr < -clear && pq < -clear) (exitVertex, a, b, c) = (3, p, r, q);
        else
        {
            (exitVertex, a, b, c) = (-1, p, q, r);
            return false;
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Cross(in Corner p, in Corner q) => p.U * q.V - p.V * q.U;

    /// <summary>The tet across the face opposite a vertex.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Across(int* record, int vertex) =>
        record[4 + (record[1] == vertex ? 1 : 0) + (record[2] == vertex ? 2 : 0) + (record[3] == vertex ? 3 : 0)];

    /// <summary>A vertex seen along the segment: T is 0 at the start and 1 at the end of it.</summary>
    private readonly record struct Corner(int Vertex, double U, double V, double T);

    /// <summary>Coordinates along the segment and in two directions at right angles to it.</summary>
    private readonly struct Projection
    {
        private readonly double* vertices;
        private readonly Point3 origin, u, v, t;

        public Projection(Point3 from, Point3 to, double* vertices)
        {
            this.vertices = vertices;
            origin = from;
            var d = to - from;
            double length = d.Length;
            var w = 1 / length * d;
            // The axis that lies most across the segment makes the other two directions.
            var axis = Math.Abs(w.X) < 0.6 ? new Point3(1, 0, 0) : Math.Abs(w.Y) < 0.6 ? new Point3(0, 1, 0) : new Point3(0, 0, 1);
            u = Point3.Cross(w, axis);
            u = 1 / u.Length * u;
            v = Point3.Cross(w, u);
            t = 1 / length * w;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Corner Project(int vertex)
        {
            double* p = vertices + 4L * vertex;
            double x = p[0] - origin.X, y = p[1] - origin.Y, z = p[2] - origin.Z;
            return new Corner(vertex, x * u.X + y * u.Y + z * u.Z, x * v.X + y * v.Y + z * v.Z, x * t.X + y * t.Y + z * t.Z);
        }
    }
}
