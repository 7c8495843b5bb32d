using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// Cases stochastic_diffusion and deterministic_diffusion: what only diffuses, as molecules and as concentrations, against closed forms. Runs that do not interact are one run with the sum of their molecules.
/// Bins hold whole cells, by barycentre, and are compared with the closed form at those.
/// </summary>
public sealed partial class DiffusionLaws
{
    private readonly Communicator ranks;
    private readonly ReactionMethod method;

    private readonly double step, threshold;
    private readonly CellDistance distances;

    /// <param name="step">Of concentrations and of what is continuous in a hybrid [ms].</param>
    /// <param name="threshold">Of the hybrid: numbers cross it on their way.</param>
    private DiffusionLaws(Communicator ranks, ReactionMethod method, double step = 0.5, double threshold = 40, CellDistance distances = CellDistance.Barycentres) =>
        (this.ranks, this.method, this.step, this.threshold, this.distances) = (ranks, method, step, threshold, distances);

    /// <summary>All cases. Collective.</summary>
    public static IEnumerable<VerificationRow> Run(Communicator ranks, ReactionMethod method = ReactionMethod.Stochastic)
    {
        DiffusionLaws laws = new(ranks, method);
        foreach (var row in laws.Point()) yield return row;
        foreach (var row in laws.Bounded()) yield return row;
        foreach (var row in laws.Clamped()) yield return row;
        foreach (var row in laws.Fed()) yield return row;
        foreach (var row in laws.SurfacePoint()) yield return row;
        foreach (var row in laws.SurfaceLine()) yield return row;
    }

    /// <summary>UNBDIFF: a point source in a box of 20 um, N / (4 pi D t)^(3/2) exp(-r^2 / 4 D t); 2 to 6 um, 5 %.</summary>
    private IEnumerable<VerificationRow> Point()
    {
        const double d = 0.02;
        const long n = 300_000;
        var mesh = MirrorMesh.Create(2, 10, 10, 10);
        var (solver, centre) = Released(mesh, d, new Point3(10, 10, 10), n, surface: null);
        foreach (double t in (double[])[100, 150, 200]) // ms
        {
            double worst = Compare(solver, t, c => Point3.Distance(solver.Model.Cells.Barycentre(c), centre), 2, 6, 10, r => n * Ball(r, d * t));
            yield return Row("UNBDIFF", $"ten radial bins, 2 to 6 um, at {t} ms", worst, 0.05);
        }
    }

    /// <summary>BOUNDDIFF: released at one closed end of a bar of length a = 10 um, N/V [1 + 2 sum exp(-D (n pi/a)^2 t) cos(n pi z/a)]; 2 to 8 um, 5 %.</summary>
    private IEnumerable<VerificationRow> Bounded()
    {
        const double d = 0.2, a = 10;
        const long n = 50_000;
        var solver = Solver(MirrorMesh.Create(1, 1, 1, 10), d, o => o with
        {
            Regions = new Dictionary<string, RegionOptions> { ["start"] = new() { Touching = "end" } },
            Initial = [new() { Species = "A", In = "start", Count = n }],
        });
        foreach (double t in (double[])[60, 80, 100])
            yield return Row("BOUNDDIFF", $"five bins, 2 to 8 um, at {t} ms", Compare(solver, t, c => solver.Model.Cells.Barycentre(c).Z, 2, 8, 5, z => n / a * Closed(z, a, d * t)), 0.05);
    }

    /// <summary>CSD-CLAMP: a bar whose end is held at C, C erfc(z / sqrt(4 D t)) from the held barycentres on; 1 to 4 um, 5 %.</summary>
    private IEnumerable<VerificationRow> Clamped()
    {
        const double d = 0.1, held = 0.05, edge = 0.5; // mM, um
        var solver = Solver(MirrorMesh.Create(edge, 3, 3, 20), d, o => o with
        {
            Regions = new Dictionary<string, RegionOptions> { ["start"] = new() { Touching = "end" } },
            Clamps = [new() { Species = "A", In = "start", Concentration = held }],
        });
        double level = held * 1e-18 * Constants.Avogadro, plane = edge / 8;
        foreach (double t in (double[])[30, 40])
            yield return Row("CSD-CLAMP", $"six bins, 1 to 4 um, at {t} ms",
                Compare(solver, t, c => solver.Model.Cells.Barycentre(c).Z, 1, 4, 6, z => level * Complement((z - plane) / Math.Sqrt(4 * d * t))), 0.05);
    }

    /// <summary>CONSTSOURCE-REAC: a flux J into one end of a bar of L = 5 um from A -> A + X there, the series of the flux problem; within 2 um of the end, 3 %.</summary>
    private IEnumerable<VerificationRow> Fed()
    {
        const double d = 0.05, length = 5, edge = 0.5, flux = 6000; // molecules per ms
        const int sources = 1000;
        var solver = Solver(MirrorMesh.Create(edge, 1, 1, 10), d, o => o with
        {
            Species = new Dictionary<string, MoleculeOptions>(o.Species) { ["S"] = new() },
            Regions = new Dictionary<string, RegionOptions> { ["start"] = new() { Touching = "end" } },
            Initial = [new() { Species = "S", In = "start", Count = sources }],
            Reactions = new Dictionary<string, RateOptions> { ["S -> S + A"] = new() { Forward = $"{1e3 * flux / sources} /s" } },
        });
        foreach (double t in (double[])[12, 24])
            yield return Row("CONSTSOURCE-REAC", $"four bins, 2 um from the end, at {t} ms", Compare(solver, t, c => solver.Model.Cells.Barycentre(c).Z, 0, 2, 4,
                z => flux / (edge * edge) / d * Flux(length - z, length, d * t)), 0.03);
    }

    /// <summary>SURFDIFF-POINT: a point source on a square patch, N / (4 pi D t) exp(-r^2 / 4 D t); 2 to 5 um, 6 %.</summary>
    private IEnumerable<VerificationRow> SurfacePoint()
    {
        const double d = 0.02;
        const long n = 100_000;
        var (solver, centre) = Released(MirrorMesh.Create(1, 24, 24, 1), d, new Point3(12, 12, 1), n, "top");
        foreach (double t in (double[])[120, 160, 200])
            yield return Row("SURFDIFF-POINT", $"ten radial bins, 2 to 5 um, at {t} ms", Compare(solver, t, c => Point3.Distance(solver.Model.Cells.Barycentre(c), centre), 2, 5, 10,
                r => n * Disc(r, d * t), "top"), 0.06);
    }

    /// <summary>SURFDIFF-LINE: a line source across a patch 2 um wide, N / (4 sqrt(pi D t)) exp(-s^2 / 4 D t); 2 to 10 um, 5 %.</summary>
    private IEnumerable<VerificationRow> SurfaceLine()
    {
        const double d = 0.01;
        const long n = 100_000;
        var solver = Solver(MirrorMesh.Create(1, 64, 2, 1), d, o => o with
        {
            Patches = new Dictionary<string, PatchOptions> { ["top"] = new() },
            Regions = new Dictionary<string, RegionOptions> { ["line"] = new() { Within = "top", Low = [31.8, 0, 0], High = [32.2, 2, 2] } },
            Initial = [new() { Species = "A", In = "line", Count = n }],
        }, "top");
        foreach (double t in (double[])[2000, 3000])
            yield return Row("SURFDIFF-LINE", $"ten bins, 2 to 10 um, at {t} ms", Compare(solver, t, c => Math.Abs(solver.Model.Cells.Barycentre(c).X - 32), 2, 10, 10,
                s => n / (4 * Math.Sqrt(Math.PI * d * t)) * Math.Exp(-s * s / (4 * d * t)), "top"), 0.05);
    }

    /// <summary>One molecule from a point in space: (4 pi D t)^(-3/2) exp(-r^2 / 4 D t).</summary>
    private static double Ball(double r, double dt) => Math.Pow(4 * Math.PI * dt, -1.5) * Math.Exp(-r * r / (4 * dt));

    /// <summary>One molecule from a point on a surface.</summary>
    private static double Disc(double r, double dt) => Math.Exp(-r * r / (4 * dt)) / (4 * Math.PI * dt);

    /// <summary>Released at one end of a closed bar of length a, over the mean: 1 + 2 sum exp(-(n pi/a)^2 D t) cos(n pi z/a).</summary>
    /// <param name="from">cos(n pi z/a) of where it is released, as a function of n; 1 for the end itself.</param>
    private static double Closed(double z, double a, double dt, Func<int, double>? from = null)
    {
        double sum = 1;
        for (int k = 1; k < 1000 && Math.Pow(k * Math.PI / a, 2) * dt < 40; k++) sum += 2 * Math.Exp(-Math.Pow(k * Math.PI / a, 2) * dt) * Math.Cos(k * Math.PI * z / a) * (from is null ? 1 : from(k));
        return sum;
    }

    /// <summary>Fed at x = L by a flux per area over D, closed at x = 0: L {Dt/L^2 + (3x^2 - L^2)/(6L^2) - 2/pi^2 sum (-1)^n/n^2 exp(-(n pi/L)^2 D t) cos(n pi x/L)}.</summary>
    private static double Flux(double x, double length, double dt)
    {
        double sum = 0;
        for (int k = 1; k < 1000; k++) sum += (k % 2 == 0 ? 1 : -1) / (double)(k * k) * Math.Exp(-Math.Pow(k * Math.PI / length, 2) * dt) * Math.Cos(k * Math.PI * x / length);
        return length * (dt / (length * length) + (3 * x * x - length * length) / (6 * length * length) - 2 / (Math.PI * Math.PI) * sum);
    }

    /// <summary>Molecules released in the one cell nearest to a point, and its barycentre.</summary>
    private (IReactionSolver, Point3) Released(TetMesh mesh, double d, Point3 at, long n, string? surface)
    {
        var solver = Solver(mesh, d, o => o with
        {
            Patches = surface is null ? o.Patches : new Dictionary<string, PatchOptions> { [surface] = new() },
            Regions = new Dictionary<string, RegionOptions> { ["point"] = new() { Within = surface, Centre = [at.X, at.Y, at.Z] } },
            Initial = [new() { Species = "A", In = "point", Count = n }],
        }, surface);
        return (solver, solver.Model.Cells.Barycentre(solver.Model.Initial[0].Cells[0]));
    }

    private IReactionSolver Solver(TetMesh mesh, double d, Func<ReactionDiffusionOptions, ReactionDiffusionOptions> complete, string? surface = null)
    {
        var molecule = surface is null ? new MoleculeOptions { Diffusivity = d } : new MoleculeOptions { Diffusivities = new Dictionary<string, double> { [surface] = d } };
        var options = complete(new ReactionDiffusionOptions { Species = new Dictionary<string, MoleculeOptions> { ["A"] = molecule }, Distances = distances });
        return IReactionSolver.Create(ModelBuilder.Build(options, mesh), options with { Method = method, Hybrid = new() { Threshold = threshold }, Integration = new() { Step = step } }, 11, VerificationRun.Slices(mesh, ranks), ranks);
    }

    /// <summary>Advances to a time [ms] and returns the worst relative error over bins of a coordinate.</summary>
    /// <param name="exact">Molecules of A per um^3, or per um^2 of a surface.</param>
    private static double Compare(IReactionSolver solver, double time, Func<int, double> coordinate, double low, double high, int bins, Func<double, double> exact, string? surface = null)
    {
        solver.Advance(SimTime.FromMilliseconds(time));
        var domain = surface is null ? solver.Model.Cells.Domains[0] : solver.Model.Cells.Domains.First(x => x.Name == surface);
        var members = Enumerable.Range(0, bins).Select(_ => new List<int>()).ToArray();
        var expected = new double[bins];
        foreach (int c in domain.Cells)
        {
            double x = coordinate(c);
            int bin = (int)Math.Floor((x - low) / (high - low) * bins);
            if (bin < 0 || bin >= bins) continue;
            members[bin].Add(c);
            expected[bin] += solver.Model.Cells.Sizes[c] * exact(x);
        }
        int s = solver.Model.IndexOf("A");
        double worst = 0;
        for (int b = 0; b < bins; b++)
            if (members[b].Count > 0) worst = Math.Max(worst, Math.Abs(solver.Molecules([.. members[b]])[s] / expected[b] - 1));
        return worst;
    }

    /// <summary>erfc(x) = 1 - 2/sqrt(pi) int_0^x exp(-u^2) du, by Simpson's rule.</summary>
    private static double Complement(double x)
    {
        double sum = 0;
        const int n = 2000;
        double h = x / n;
        for (int i = 0; i <= n; i++) sum += (i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-(h * i) * (h * i));
        return 1 - 2 / Math.Sqrt(Math.PI) * sum * h / 3;
    }

    private VerificationRow Row(string name, string quantity, double error, double allowed) => new(name, $"closed form, {Annihilation.Kind(method)}", quantity + ", relative", error, allowed, "1");
}
