using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

public sealed partial class DiffusionLaws
{
    /// <summary>Makes a mesh of meshes/NAME.geo with some of its numbers set.</summary>
    public delegate TetMesh MeshMaker(string name, params (string Name, double Value)[] numbers);

    /// <summary>
    /// Cases gmsh_diffusion and gmsh_diffusion_whole: the same laws on unstructured meshes of the geometries of the specification, with its bins. Collective.
    /// </summary>
    /// <param name="whole">Also what takes long: CSD-CLAMP of molecules one by one, CONSTSOURCE-REAC as a hybrid, 50 runs of KISILEVICH.</param>
    public static IEnumerable<VerificationRow> OnGmsh(Communicator ranks, MeshMaker make, bool whole)
    {
        ReactionMethod[] all = [ReactionMethod.Stochastic, ReactionMethod.Deterministic, ReactionMethod.Hybrid], bulk = whole ? all : all[1..];
        TetMesh ball = make("sphere", ("radius", 10), ("edge", 1.1), ("centre", 0.35)), bar = make("cylinder", ("diameter", 2), ("length", 10), ("edge", 0.5)), coin = make("cylinder", ("diameter", 20), ("length", 1), ("edge", 0.6));
        TetMesh ring = make("ring", ("edge", 0.7)), thin = make("cylinder", ("diameter", 0.4), ("length", 10), ("edge", 0.1)), fed = make("cylinder", ("diameter", 0.4), ("length", 10), ("low", -5), ("edge", 0.08));
        TetMesh brick = make("diffbox", ("length", 40), ("width", 4), ("slab", 20), ("edge", 1.6));
        return all.SelectMany(m => Of(m).BallOfGmsh(ball)).Concat(all.SelectMany(m => Of(m, CellDistance.Normals).BarOfGmsh(bar))).Concat(bulk.SelectMany(m => Of(m, CellDistance.Normals).ClampedOfGmsh(thin)))
            .Concat(all[1..(whole ? 3 : 2)].SelectMany(m => Of(m, CellDistance.Normals, 0.25).FedOfGmsh(fed))).Concat(all.SelectMany(m => Of(m).CoinOfGmsh(coin))).Concat(all.SelectMany(m => Of(m).RingOfGmsh(ring)))
            .Concat(all.SelectMany(m => Annihilation.Run(ranks, m == ReactionMethod.Stochastic ? whole ? 50 : 8 : 1, m, m == ReactionMethod.Hybrid ? 40 : 1, brick)));

        // Across thin cylinders lie few tets: distances along normals spread molecules rightly there, and a tenth too fast in the ball.
        DiffusionLaws Of(ReactionMethod m, CellDistance distances = CellDistance.Barycentres, double step = 2) => new(ranks, m, step, threshold: 20, distances);
    }

    /// <summary>UNBDIFF: a ball of radius 10 um, finer at the centre; eight of 20 bins to the surface.</summary>
    private IEnumerable<VerificationRow> BallOfGmsh(TetMesh mesh)
    {
        const double d = 0.02;
        const long n = 150_000;
        var (solver, centre) = Released(mesh, d, default, n, surface: null);
        foreach (double t in (double[])[100, 150, 200])
            yield return Row("UNBDIFF", $"ball of {mesh.Count} tets, 8 bins, 2 to 6 um, at {t} ms", Compare(solver, t, c => Point3.Distance(solver.Model.Cells.Barycentre(c), centre), 2, 6, 8, r => n * Ball(r, d * t)), 0.05);
    }

    /// <summary>BOUNDDIFF: a cylinder 2 um across and a = 10 um long; three of five bins.</summary>
    private IEnumerable<VerificationRow> BarOfGmsh(TetMesh mesh)
    {
        const double d = 0.2, a = 10;
        const long n = 50_000;
        var solver = Solver(mesh, d, o => o with
        {
            Regions = new Dictionary<string, RegionOptions> { ["start"] = new() { Touching = "end" } },
            Initial = [new() { Species = "A", In = "start", Count = n }],
        });
        // The layer that it is released in is thick: the closed form starts from its barycentres.
        var start = solver.Model.Initial[0].Cells;
        var from = Enumerable.Range(0, 100).Select(k => start.Sum(c => mesh.Volumes[c] * Math.Cos(k * Math.PI * mesh.Barycentre(c).Z / a)) / start.Sum(c => mesh.Volumes[c])).ToArray();
        foreach (double t in (double[])[60, 80, 100])
            yield return Row("BOUNDDIFF", $"cylinder of {mesh.Count} tets, 3 bins, 2 to 8 um, at {t} ms", Compare(solver, t, c => mesh.Barycentre(c).Z, 2, 8, 3, z => n / mesh.TotalVolume * Closed(z, a, d * t, k => from[k])), 0.05);
    }

    /// <summary>CSD-CLAMP: a cylinder 0.4 um across, held at one end; three of ten bins; C erfc from the mean barycentre of the held tets on.</summary>
    private IEnumerable<VerificationRow> ClampedOfGmsh(TetMesh mesh)
    {
        // The law is linear: ten times the specification's 50 uM, for less noise.
        const double d = 0.1, held = 10 * 0.05;
        var solver = Solver(mesh, d, o => o with
        {
            Regions = new Dictionary<string, RegionOptions> { ["start"] = new() { Touching = "end" } },
            Clamps = [new() { Species = "A", In = "start", Concentration = held }],
        });
        double level = held * 1e-18 * Constants.Avogadro, plane = solver.Model.Holds[0].Cells.Average(c => mesh.Barycentre(c).Z);
        foreach (double t in (double[])[30, 40])
            yield return Row("CSD-CLAMP", $"cylinder of {mesh.Count} tets, 3 bins, 1 to 4 um, at {t} ms",
                Compare(solver, t, c => mesh.Barycentre(c).Z, 1, 4, 3, z => level * Complement((z - plane) / Math.Sqrt(4 * d * t))), 0.05);
    }

    /// <summary>CONSTSOURCE-REAC: a cylinder from -5 to 5 um, fed at both ends by S -> S + A in the tets there; ten of 50 bins.</summary>
    private IEnumerable<VerificationRow> FedOfGmsh(TetMesh mesh)
    {
        const double d = 0.05, half = 5, flux = 150_000; // molecules per ms and end, a thousand times the specification's
        const int sources = 10_000;
        string[] ends = ["end", "top"];
        var solver = Solver(mesh, d, o => o with
        {
            Species = new Dictionary<string, MoleculeOptions>(o.Species) { ["S"] = new() },
            Regions = ends.ToDictionary(e => "at-" + e, e => new RegionOptions { Touching = e }),
            Initial = [.. ends.Select(e => new InitialOptions { Species = "S", In = "at-" + e, Count = sources })],
            Reactions = new Dictionary<string, RateOptions> { ["S -> S + A"] = new() { Forward = $"{1e3 * flux / sources} /s" } },
        });
        double area = mesh.TotalVolume / (2 * half);
        foreach (double t in (double[])[12, 24])
            yield return Row("CONSTSOURCE-REAC", $"cylinder of {mesh.Count} tets, 10 bins, -5 to -3 um, at {t} ms",
                Compare(solver, t, c => mesh.Barycentre(c).Z, -half, -3, 10, z => flux / area / d * Flux(z, half, d * t)), 0.03);
    }

    /// <summary>SURFDIFF-POINT: the top of a coin of radius 10 um; six of 20 bins.</summary>
    private IEnumerable<VerificationRow> CoinOfGmsh(TetMesh mesh)
    {
        const double d = 0.02;
        const long n = 100_000;
        var (solver, centre) = Released(mesh, d, new Point3(0, 0, 1), n, "top");
        foreach (double t in (double[])[120, 160, 200])
            yield return Row("SURFDIFF-POINT", $"coin of {mesh.Count} tets, 6 bins, 2 to 5 um, at {t} ms",
                Compare(solver, t, c => Point3.Distance(solver.Model.Cells.Barycentre(c), centre), 2, 5, 6, r => n * Disc(r, d * t), "top"), 0.06);
    }

    /// <summary>SURFDIFF-LINE: the outer wall of a ring, 2 um wide, from the line at angle 0; arc length of barycentres.</summary>
    private IEnumerable<VerificationRow> RingOfGmsh(TetMesh mesh)
    {
        const double d = 0.01, radius = 10;
        const long n = 60_000;
        var solver = Solver(mesh, d, o => o with
        {
            Patches = new Dictionary<string, PatchOptions> { ["wall"] = new() },
            Regions = new Dictionary<string, RegionOptions> { ["line"] = new() { Within = "wall", Low = [9, -0.3, 0], High = [11, 0.3, 2] } },
            Initial = [new() { Species = "A", In = "line", Count = n }],
        }, "wall");
        // Flat triangles: their area stands for the wall's. The far half of the ring holds exp(-50) of it.
        double width = solver.Model.Cells.Domains[^1].Size / (2 * Math.PI * radius);
        foreach (double t in (double[])[2000, 3000])
            yield return Row("SURFDIFF-LINE", $"ring of {mesh.Count} tets, 6 bins, 2 to 10 um, at {t} ms", Compare(solver, t, c => Math.Abs(Arc(c)), 2, 10, 6,
                s => n / (width * 2 * Math.Sqrt(Math.PI * d * t)) * Math.Exp(-s * s / (4 * d * t)), "wall"), 0.05);

        double Arc(int cell)
        {
            var b = solver.Model.Cells.Barycentre(cell);
            return radius * Math.Atan2(b.Y, b.X);
        }
    }
}
