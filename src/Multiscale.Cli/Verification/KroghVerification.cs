using Multiscale.BloodFlow;
using Multiscale.Core;
using Multiscale.Coupling;
using Multiscale.Diffusion;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>
/// Krogh's cylinder: a capillary along the axis of a cylinder of tissue that uses oxygen evenly and is closed outside. Blood, walls and tissue come to rest together; the profile across
/// the tissue is that of Krogh and Erlang (1919), c(R) - c(r) = M/(4 D) (r^2 - R^2) - M R^2/(2 D) ln(r/R), turned round.
/// </summary>
internal sealed class KroghVerification
{
    private const string Case = "krogh_cylinder";
    private const double Radius = 24, Length = 32, Capillary = 2.5, Use = 0.033, Diffusivity = 1.6; // [um], [um], [um], [mM/s], [um^2/ms]
    private const int Across = 16, Along = 4;

    private static readonly SerialCommunicator Ranks = new();
    private static readonly SoluteOptions Oxygen = new() { Name = "oxygen", Entering = 8.35, Permeability = 1000, Binding = new() { Dissolved = true } };

    private readonly TetMesh mesh = Cylinder();
    private readonly DiffusionSolver tissue;
    private readonly SoluteStore blood;
    private readonly WallMappings walls;
    private readonly double[] flows = new double[Along], volumes = new double[Along], inflow = new double[Along + 1];
    private readonly double taken; // in all [amol/s]

    public static IEnumerable<VerificationRow> Run()
    {
        // A hundred-thousandth of the oxygen taken: blood is the same all along, and the tissue varies across only.
        var fast = new KroghVerification(1e-5);
        fast.Rest();
        yield return new VerificationRow(Case, "Krogh and Erlang", "across the tissue, beyond the tetrahedra at the capillary", fast.WorstAcross(), 0.02, "of the fall");
        var slow = new KroghVerification(0.4);
        slow.Rest();
        double leaves = Oxygen.Entering * (1 - 0.4);
        yield return new VerificationRow(Case, "balance", "blood that leaves, 40 % taken", Math.Abs(slow.blood.Leaving - leaves) / Oxygen.Entering, 1e-10, "of what enters");
        yield return new VerificationRow(Case, "wall law", "free in blood less that of the tissue at its wall, summed", Math.Abs(slow.ThroughWalls() - slow.taken) / slow.taken, 1e-9, "of what is taken");
    }

    /// <param name="share">Of the oxygen that enters, which the tissue takes.</param>
    private KroghVerification(double share)
    {
        taken = Use * mesh.TotalVolume;
        double flow = taken / (share * Oxygen.Entering);
        Point3[] nodes = [.. Enumerable.Range(0, Along + 1).Select(i => new Point3(0, 0, Length * i / Along))];
        var diameters = new double[nodes.Length];
        Array.Fill(diameters, 2 * Capillary);
        var graph = VesselGraph.FromNodes(nodes, diameters, [.. Enumerable.Range(0, Along)], [.. Enumerable.Range(1, Along)]);
        Array.Fill(flows, flow);
        (inflow[0], inflow[Along]) = (flow, -flow);
        for (int e = 0; e < Along; e++) volumes[e] = Math.PI * Capillary * Capillary * graph.Lengths[e];
        blood = new SoluteStore(Oxygen, graph, new Downstream(graph), 0.45);
        blood.Begin(volumes, default);

        var tets = new Distribution(Ranks, EntitySet.Whole("tets", mesh.Count));
        var found = SegmentIntersection.Compute(mesh, [.. Enumerable.Range(0, Along).Select(e => new[] { nodes[e], nodes[e + 1] })]);
        var through = new Mapping(new Distribution(Ranks, EntitySet.Whole("vessels", Along)), tets, found.RowOffsets, Array.ConvertAll(found.Columns, t => (long)t), found.Values);
        walls = new WallMappings(tets, through, Array.ConvertAll(graph.Lengths, l => 2 * Math.PI * Capillary * l));
        var options = new DiffusionOptions { Species = [new() { Name = "oxygen", Diffusivity = Diffusivity, Initial = 0.04 }], VolumeFraction = 1, Tortuosity = 1, Uptake = new() { Mode = UptakeMode.Off } };
        tissue = new DiffusionSolver(options, mesh, new int[mesh.Count], Ranks, new VesselWalls(walls.Set, walls.Tets, walls.Areas, new Dictionary<string, double> { ["oxygen"] = Oxygen.Permeability }), "supply");
    }

    private void Rest()
    {
        for (int t = 0; t < mesh.Count; t++) Port("oxygen-source").Values[t] = -Use * mesh.Volumes[t];
        var returned = new double[Along];
        double seconds = 0.05, change = 1;
        for (int move = 0; change > 1e-12; move++)
        {
            if (move == 2000) throw new NumericalException("MS0135", "Krogh's cylinder finds no rest", "this is a defect");
            walls.FromVessels.Apply(blood.Free, Port("oxygen-blood").Values);
            walls.FromVessels.Apply(blood.Emptying, Port("oxygen-emptying").Values);
            tissue.Rest(seconds);
            walls.ToVessels.Apply(Port("oxygen-returned").Values, returned);
            change = blood.Rest(flows, volumes, inflow, default, returned, seconds);
            seconds = Math.Min(0.15, 1.2 * seconds);
        }
    }

    /// <summary>Largest distance to the profile over its fall from the capillary's wall to the closed surface, with the mean in place of the constant.</summary>
    private double WorstAcross()
    {
        // The line source has no wall of its own: the profile holds from where tetrahedra no longer touch it. The outer surface of the mesh is a polygon.
        double edge = Math.Sqrt(mesh.TotalVolume / (Math.PI * Length)), d = 1e3 * Diffusivity;
        double Profile(double r) => Use / (4 * d) * (r * r - edge * edge) - Use * edge * edge / (2 * d) * Math.Log(r / edge);
        var c = tissue.Concentration("oxygen");
        double sum = 0, volume = 0, worst = 0;
        for (int pass = 0; pass < 2; pass++)
            for (int t = 0; t < mesh.Count; t++)
            {
                var b = mesh.Barycentre(t);
                double r = Math.Sqrt(b.X * b.X + b.Y * b.Y);
                if (r < 2 * Radius / Across * 2) continue;
                double rest = c[t] - Profile(r);
                if (pass == 0) (sum, volume) = (sum + rest * mesh.Volumes[t], volume + mesh.Volumes[t]);
                else worst = Math.Max(worst, Math.Abs(rest - sum / volume));
            }
        return worst / Profile(Capillary);
    }

    private double ThroughWalls()
    {
        var c = tissue.Concentration("oxygen");
        var behind = Port("oxygen-blood").Values;
        double sum = 0;
        for (int w = 0; w < behind.Length; w++) sum += Oxygen.Permeability * walls.Areas[w] * (behind[w] - c[walls.Tets[w]]);
        return sum;
    }

    private Port Port(string name) => tissue.Ports.Single(p => p.Name == name);

    /// <summary>A box of cubes whose squares become circles (Shirley and Chiu 1997).</summary>
    private static TetMesh Cylinder()
    {
        var box = BoxMesh.Create(new Point3(-1, -1, 0), new Point3(1, 1, Length), Across, Across, Along);
        return new TetMesh(Array.ConvertAll(box.Vertices, Round), box.Tets);
    }

    private static Point3 Round(Point3 p)
    {
        double r = Math.Max(Math.Abs(p.X), Math.Abs(p.Y));
        if (r == 0) return p;
        double angle = Math.Abs(p.X) >= Math.Abs(p.Y) ? Math.PI / 4 * p.Y / p.X + (p.X < 0 ? Math.PI : 0) : Math.PI / 2 - Math.PI / 4 * p.X / p.Y + (p.Y < 0 ? Math.PI : 0);
        return new Point3(Radius * r * Math.Cos(angle), Radius * r * Math.Sin(angle), p.Z);
    }
}
