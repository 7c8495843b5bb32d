using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Diffusion;

/// <summary>
/// The diffusive exchange of each tet with its neighbours, for unit diffusivity:
/// flux from i to j = -[T (c_j - c_i) + (A - T d) . g], A the face's area vector, d the vector between the barycentres, T = A.A / A.d
/// (over-relaxed two-point part; Jasak 1996) and g the gradient at the face, interpolated from least-squares gradients of the two tets.
/// Exact on linear fields. Both tets evaluate it with the same operands in the same order, so what leaves one enters the other to the bit.
/// </summary>
public sealed class FaceFluxes
{
    private readonly TetPartition tets;
    private readonly int[] first, second;
    private readonly double[] transmissibility, share;
    private readonly Point3[] along;
    private readonly Point3[] gradientWeights, gradients;
    private readonly double[] held;

    /// <param name="clamps">Patches on which the concentration is held; all other boundary faces are closed.</param>
    /// <exception cref="InputException">MS0503: the mesh has no such patch.</exception>
    public FaceFluxes(TetPartition tets, FluxScheme scheme, IReadOnlyList<PatchClamp> clamps)
    {
        this.tets = tets;
        int faces = 4 * tets.Count;
        first = new int[faces];
        second = new int[faces];
        transmissibility = new double[faces];
        share = new double[faces];
        along = new Point3[faces];
        gradientWeights = new Point3[4 * tets.Near];
        gradients = new Point3[tets.Near];
        held = HeldConcentrations(clamps);
        double worst = 0;
        for (int f = 0; f < faces; f++) worst = Math.Max(worst, PrepareFace(f, scheme));
        worst = tets.Ranks.Max(worst);
        IsTwoPoint = scheme == FluxScheme.TwoPoint || worst < 1e-9;
        if (!IsTwoPoint)
            for (int t = 0; t < tets.Near; t++) PrepareGradient(t);
    }

    /// <summary>No face needs a correction.</summary>
    public bool IsTwoPoint { get; }

    /// <summary>Some boundary face is held.</summary>
    public bool HasClamps { get; private set; }

    /// <summary>T [um] of face i of own tet t at [4t + i]; 0 on closed faces.</summary>
    public ReadOnlySpan<double> Transmissibilities => transmissibility;

    /// <summary>
    /// Net outflow of each own tet [mM um] and, where faces are held, the part that leaves through them. Collective.
    /// </summary>
    /// <param name="c">Concentrations of own tets and ghosts; the ghosts are brought here.</param>
    /// <param name="corrected">False: the two-point part alone, which is monotone.</param>
    public void Outflow(Span<double> c, Span<double> outflow, Span<double> boundary, bool corrected = true)
    {
        corrected &= !IsTwoPoint;
        if (corrected) tets.UpdateAll(c); else tets.UpdateNear(c);
        if (corrected) Reconstruct(c);
        for (int t = 0; t < tets.Count; t++)
        {
            double sum = 0, open = 0;
            for (int f = 4 * t; f < 4 * t + 4; f++)
            {
                if (transmissibility[f] == 0) continue;
                double across = second[f] < 0 ? held[f] : c[second[f]];
                double flux = transmissibility[f] * (c[first[f]] - across);
                if (corrected)
                {
                    var g = second[f] < 0 ? gradients[t] : Point3.Lerp(gradients[first[f]], gradients[second[f]], share[f]);
                    flux -= Point3.Dot(along[f], g);
                }
                if (second[f] < 0) open += flux;
                sum += first[f] == t ? flux : -flux;
            }
            outflow[t] = sum;
            if (HasClamps) boundary[t] = open;
        }
    }

    /// <summary>Adds the coefficients of tet <paramref name="t"/>'s outflow to <paramref name="row"/> (held values left out).</summary>
    public void AddRow(int t, IDictionary<int, double> row)
    {
        void Add(int column, double value) => row[column] = row.TryGetValue(column, out double before) ? before + value : value;
        void AddGradient(int tet, double sign, double weight, Point3 direction)
        {
            for (int f = 4 * tet; f < 4 * tet + 4; f++)
            {
                int n = tets.Neighbours[f];
                if (n < 0 && double.IsNaN(held[f])) continue;
                double value = -sign * weight * Point3.Dot(direction, gradientWeights[f]);
                if (n >= 0) Add(n, value);
                Add(tet, -value);
            }
        }
        for (int f = 4 * t; f < 4 * t + 4; f++)
        {
            if (transmissibility[f] == 0) continue;
            double sign = first[f] == t ? 1 : -1;
            Add(first[f], sign * transmissibility[f]);
            if (second[f] >= 0) Add(second[f], -sign * transmissibility[f]);
            if (IsTwoPoint) continue;
            AddGradient(first[f], sign, 1 - share[f], along[f]);
            if (second[f] >= 0) AddGradient(second[f], sign, share[f], along[f]);
        }
    }

    private void Reconstruct(ReadOnlySpan<double> c)
    {
        for (int t = 0; t < tets.Near; t++)
        {
            var g = default(Point3);
            for (int f = 4 * t; f < 4 * t + 4; f++)
            {
                int n = tets.Neighbours[f];
                double there = n >= 0 ? c[n] : held[f];
                if (!double.IsNaN(there)) g += (there - c[t]) * gradientWeights[f];
            }
            gradients[t] = g;
        }
    }

    /// <summary>Geometry of face f, seen from the tet with the lower id; returns how far it is from orthogonal.</summary>
    private double PrepareFace(int f, FluxScheme scheme)
    {
        var mesh = tets.Mesh;
        int t = f / 4, n = tets.Neighbours[f];
        first[f] = t;
        second[f] = n;
        if (n < 0 && double.IsNaN(held[f])) return 0;
        int face = f % 4;
        if (n >= 0 && tets.Ids[n] < tets.Ids[t])
        {
            (first[f], second[f]) = (n, t);
            face = 0;
            while (mesh.Neighbours[4 * tets.Ids[n] + face] != tets.Ids[t]) face++;
        }
        int from = tets.Ids[first[f]];
        var area = mesh.FaceArea(from, face);
        var centre = FaceCentre(mesh, from, face);
        var start = mesh.Barycentre(from);
        var end = n < 0 ? centre : mesh.Barycentre(tets.Ids[second[f]]);
        var d = end - start;
        transmissibility[f] = scheme == FluxScheme.TwoPoint ? area.Length / d.Length : Point3.Dot(area, area) / Point3.Dot(area, d);
        along[f] = area - transmissibility[f] * d;
        share[f] = n < 0 ? 0 : Point3.Dot(area, centre - start) / Point3.Dot(area, d);
        return along[f].Length / area.Length;
    }

    /// <summary>
    /// Least squares over the four faces, each row divided by its length: c(neighbour) - c = d . g, held value - c = d . g, or no normal
    /// derivative where the boundary is closed.
    /// </summary>
    private void PrepareGradient(int t)
    {
        var mesh = tets.Mesh;
        int id = tets.Ids[t];
        var here = mesh.Barycentre(id);
        Span<Point3> rows = stackalloc Point3[4];
        Span<double> lengths = stackalloc double[4];
        for (int i = 0; i < 4; i++)
        {
            int across = mesh.Neighbours[4 * id + i];
            bool closed = across < 0 && double.IsNaN(held[4 * t + i]);
            var d = across >= 0 ? mesh.Barycentre(across) - here : closed ? mesh.FaceArea(id, i) : FaceCentre(mesh, id, i) - here;
            lengths[i] = closed ? double.PositiveInfinity : d.Length;
            rows[i] = (1 / d.Length) * d;
        }
        Point3 x = default, y = default, z = default; // columns of the normal matrix
        foreach (var r in rows)
        {
            x += r.X * r;
            y += r.Y * r;
            z += r.Z * r;
        }
        Point3 yz = Point3.Cross(y, z), zx = Point3.Cross(z, x), xy = Point3.Cross(x, y);
        double determinant = Point3.Dot(x, yz);
        for (int i = 0; i < 4; i++)
        {
            var r = rows[i];
            gradientWeights[4 * t + i] = (1 / (determinant * lengths[i])) * new Point3(Point3.Dot(yz, r), Point3.Dot(zx, r), Point3.Dot(xy, r));
        }
    }

    /// <summary>Held concentration at [4t + i] for own tets and near ghosts; NaN where the face is inside or closed.</summary>
    private double[] HeldConcentrations(IReadOnlyList<PatchClamp> clamps)
    {
        var result = new double[4 * tets.Near];
        Array.Fill(result, double.NaN);
        var mesh = tets.Mesh;
        foreach (var clamp in clamps)
        {
            var patch = mesh.Groups.FirstOrDefault(g => g.Dimension == 2 && g.Name == clamp.Patch)
                ?? throw new InputException("MS0503", $"the mesh has no surface '{clamp.Patch}'",
                    $"name one of its physical surfaces: {string.Join(", ", mesh.Groups.Where(g => g.Dimension == 2).Select(g => g.Name))}");
            var triangles = new HashSet<(int, int, int)>();
            foreach (int m in patch.Members) triangles.Add(Sorted(mesh.Triangles[3 * m], mesh.Triangles[3 * m + 1], mesh.Triangles[3 * m + 2]));
            for (int f = 0; f < result.Length; f++)
            {
                if (tets.Neighbours[f] >= 0) continue;
                var (a, b, c) = mesh.FaceVertices(tets.Ids[f / 4], f % 4);
                if (triangles.Contains(Sorted(a, b, c))) result[f] = clamp.Concentration;
            }
        }
        HasClamps = clamps.Count > 0;
        return result;
    }

    private static Point3 FaceCentre(TetMesh mesh, int tet, int face)
    {
        var (a, b, c) = mesh.FaceVertices(tet, face);
        // In ascending order of the vertices, so that both tets of a face get the same bits.
        (a, b, c) = Sorted(a, b, c);
        return (1.0 / 3) * (mesh.Vertices[a] + mesh.Vertices[b] + mesh.Vertices[c]);
    }

    private static (int, int, int) Sorted(int a, int b, int c)
    {
        if (a > b) (a, b) = (b, a);
        if (b > c) (b, c) = (c, b);
        if (a > b) (a, b) = (b, a);
        return (a, b, c);
    }
}
