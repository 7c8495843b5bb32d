using Multiscale.Geometry;

namespace Multiscale.Tissue;

/// <summary>
/// Grows the vessels: a jittered lattice of capillary junctions thinned to three branches each (capillaries join by threes; Blinder et al. 2013),
/// one arteriole and one venule that come down from the surface and send two branches into every layer.
/// What blood cannot pass through is taken away. Trunk radii obey Murray's law, r^3 = sum of r^3 of the branches below (Murray 1926);
/// capillaries grow narrower with the number of junctions from a trunk.
/// </summary>
internal sealed class VesselGrower
{
    private const double BranchRadius = 2.9, CapillaryRadius = 2.25, ThinnestCapillary = 1.95, NarrowingPerJunction = 0.2;
    private const double VenuleOverArteriole = 1.06;
    private const double Jitter = 0.2, CapillaryBend = 0.12, TrunkBend = 0.02;
    private const double WallMargin = 1;

    private readonly record struct Branch(int A, int B, VesselType Type);

    private readonly TissueOptions options;
    private readonly RandomSequence random;
    private readonly int layers;
    private readonly double pitch;
    private readonly List<Point3> junctions = [];
    private readonly List<double> radii = [];
    private List<Branch> branches = [];

    private VesselGrower(TissueOptions options)
    {
        this.options = options;
        random = new RandomSequence(options.Seed, Purpose.Vessels, 0);
        layers = Math.Max(2, (int)Math.Round(options.Size / options.CapillarySpacing));
        pitch = options.Size / layers;
    }

    public static VesselTree Grow(TissueOptions options)
    {
        var grower = new VesselGrower(options);
        grower.PlaceJunctions();
        int entry = grower.Trunk(0.24, options.Size - WallMargin, VesselType.Arteriole);
        // Flow solvers look for entries among the ends in the top 5 %: the venule ends below that.
        int exit = grower.Trunk(0.76, 0.92 * options.Size, VesselType.Venule);
        grower.LinkNeighbours();
        grower.ThinOut();
        grower.branches = Perfusion.Keep(grower.branches, b => (b.A, b.B), grower.junctions.Count, entry, exit);
        grower.NarrowCapillaries();
        return grower.Subdivide(entry, exit);
    }

    private int Lattice(int i, int j, int k) => (i * layers + j) * layers + k;

    private void PlaceJunctions()
    {
        for (int i = 0; i < layers; i++)
            for (int j = 0; j < layers; j++)
                for (int k = 0; k < layers; k++)
                    Add(Inside(pitch * new Point3(Shifted(i), Shifted(j), Shifted(k))), 0);
    }

    private double Shifted(int i) => i + 0.5 + random.Uniform(-Jitter, Jitter);

    private int Add(Point3 position, double radius)
    {
        junctions.Add(position);
        radii.Add(radius);
        return junctions.Count - 1;
    }

    /// <summary>A vertical trunk at the same share of the width and depth; returns its top node.</summary>
    private int Trunk(double share, double top, VesselType type)
    {
        double x = share * options.Size, widen = type == VesselType.Venule ? VenuleOverArteriole : 1, cubes = 0;
        int below = -1;
        for (int j = 0; j < layers; j++)
        {
            cubes += 2 * Math.Pow(BranchRadius, 3);
            int fork = Add(new Point3(x, Math.Min(pitch * Shifted(j), top - 0.1 * pitch), x), widen * Math.Cbrt(cubes));
            foreach (int junction in TwoNearest(fork, j)) branches.Add(new(fork, junction, type));
            if (below >= 0) branches.Add(new(fork, below, type));
            below = fork;
        }
        int end = Add(new Point3(x, top, x), widen * Math.Cbrt(cubes));
        branches.Add(new(end, below, type));
        return end;
    }

    private IEnumerable<int> TwoNearest(int fork, int layer) =>
        Enumerable.Range(0, layers * layers).Select(n => Lattice(n / layers, layer, n % layers))
            .OrderBy(n => Point3.Distance(junctions[n], junctions[fork])).Take(2).ToArray();

    private void LinkNeighbours()
    {
        for (int i = 0; i < layers; i++)
            for (int j = 0; j < layers; j++)
                for (int k = 0; k < layers; k++)
                {
                    if (i + 1 < layers) branches.Add(new(Lattice(i, j, k), Lattice(i + 1, j, k), VesselType.Capillary));
                    if (j + 1 < layers) branches.Add(new(Lattice(i, j, k), Lattice(i, j + 1, k), VesselType.Capillary));
                    if (k + 1 < layers) branches.Add(new(Lattice(i, j, k), Lattice(i, j, k + 1), VesselType.Capillary));
                }
    }

    /// <summary>Takes capillaries away at random where a junction has more than three branches and neither end would be left with one.</summary>
    private void ThinOut()
    {
        var degree = new int[junctions.Count];
        foreach (var b in branches) { degree[b.A]++; degree[b.B]++; }
        var removed = new bool[branches.Count];
        foreach (int e in random.Permutation(branches.Count))
        {
            var b = branches[e];
            if (b.Type != VesselType.Capillary || Math.Max(degree[b.A], degree[b.B]) <= 3 || Math.Min(degree[b.A], degree[b.B]) < 3) continue;
            removed[e] = true;
            degree[b.A]--;
            degree[b.B]--;
        }
        branches = [.. branches.Where((_, e) => !removed[e])];
    }

    private void NarrowCapillaries()
    {
        int lattice = layers * layers * layers;
        var generation = Generations(lattice);
        for (int n = 0; n < lattice; n++)
            radii[n] = Math.Max(ThinnestCapillary, CapillaryRadius - NarrowingPerJunction * generation[n]) * random.Uniform(0.98, 1.06);
    }

    /// <summary>Junctions passed from the nearest trunk to each lattice junction, breadth first.</summary>
    private int[] Generations(int lattice)
    {
        var generation = new int[lattice];
        Array.Fill(generation, int.MaxValue);
        foreach (var b in branches)
            if (b.Type != VesselType.Capillary && b.B < lattice) generation[b.B] = 0;
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (var b in branches)
            {
                if (b.Type != VesselType.Capillary) continue;
                foreach (var (from, to) in new[] { (b.A, b.B), (b.B, b.A) })
                    if (generation[from] != int.MaxValue && generation[from] + 1 < generation[to])
                    {
                        generation[to] = generation[from] + 1;
                        changed = true;
                    }
            }
        }
        return generation;
    }

    /// <summary>Cuts every branch into pieces along a gentle arc and numbers what is left.</summary>
    private VesselTree Subdivide(int entry, int exit)
    {
        var build = new VesselBuild();
        var number = new Dictionary<int, int>();
        int Number(int junction) => number.TryGetValue(junction, out int n) ? n : number[junction] = build.Node(junctions[junction], radii[junction]);
        int top = Number(entry), bottom = Number(exit);
        for (int section = 0; section < branches.Count; section++)
        {
            var b = branches[section];
            int lattice = layers * layers * layers;
            bool trunk = b.A >= lattice && b.B >= lattice, side = b.A >= lattice && !trunk;
            double ra = side ? BranchRadius : radii[b.A], rb = radii[b.B];
            var bend = (trunk ? TrunkBend : CapillaryBend) * Point3.Distance(junctions[b.A], junctions[b.B]) * random.Direction();
            build.Section(section, Number(b.A), Number(b.B), Arc(junctions[b.A], junctions[b.B], bend), ra, rb, b.Type, options.VesselPiece);
        }
        return new VesselTree(build.Graph(), top, bottom);
    }

    /// <summary>The straight line from a to b, bent sideways by <paramref name="bend"/> in the middle.</summary>
    private Func<double, Point3> Arc(Point3 a, Point3 b, Point3 bend) => t => Inside(Point3.Lerp(a, b, t) + 4 * t * (1 - t) * bend);

    private Point3 Inside(Point3 p)
    {
        double low = WallMargin + BranchRadius, high = options.Size - low;
        return new(Math.Clamp(p.X, low, high), Math.Clamp(p.Y, low, options.Size - WallMargin), Math.Clamp(p.Z, low, high));
    }
}
