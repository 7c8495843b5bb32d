using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// Cases reactions and reactions_spatial: the laws of reactions of order 1 to 3, whose closed forms stand beside each, as means over many copies. Well mixed: one tet of
/// 9 um^3 a copy. Spatial: 24 tets of a box of 4.19 um^3 a copy (the volume of a ball of radius 1 um), between which the molecules diffuse.
/// </summary>
public static class ReactionLaws
{
    private const double WellMixed = 9, Ball = 4.1887902047863905, Patch = 10;

    /// <summary>Molecules per um^3 in 1 M.</summary>
    private const double Molar = Constants.Avogadro * 1e-15;

    /// <param name="Error">Relative error of concentrations [M] (numbers for SO2D and FOR), given the time [s].</param>
    private sealed record Law(string Name, string Reaction, string Forward, string? Backward, IReadOnlyDictionary<string, double> Start, double Diffusivity, int Copies, double Allowed, Func<double, Func<string, double>, double> Error);

    /// <summary>One tet a copy. Collective.</summary>
    /// <param name="method">Hybrid: the threshold is a fifth of the numbers at the start, so that species change their regime.</param>
    public static IEnumerable<VerificationRow> WellMixedCases(Communicator ranks, ReactionMethod method = ReactionMethod.Stochastic) =>
        new Law[]
        {
            First(10, 0.01), SecondAlike(200, 10e6, 10e-6, 0.01, 0), SecondEqual(400, 50e6, 0.01, 0), SecondUnequal(1000, 0.01, 0),
            ThirdAlike(40, 100e-6, 0.01, 0), ThirdMixed(40, 0.01, 0),
        }.Select(law => Run(law, spatial: false, ranks, method)).Append(Surface(6000, spatial: false, ranks, method));

    /// <summary>24 tets a copy. Collective.</summary>
    public static IEnumerable<VerificationRow> SpatialCases(Communicator ranks, ReactionMethod method = ReactionMethod.Stochastic) =>
        new Law[]
        {
            First(10, 0.01), SecondAlike(150, 10e6, 10e-6, 0.03, 1e-3), SecondEqual(60, 5e6, 0.02, 2e-4), SecondUnequal(1000, 0.01, 1e-4),
            ThirdAlike(40, 10e-6, 0.03, 2e-4), ThirdMixed(40, 0.01, 1e-4),
        }.Select(law => Run(law, spatial: true, ranks, method)).Append(Surface(1500, spatial: true, ranks, method));

    /// <summary>The same laws as rate equations, in a box through which the molecules also diffuse. Collective.</summary>
    public static IEnumerable<VerificationRow> Concentrations(Communicator ranks)
    {
        const double allowed = 1e-3; // far below the noise that the laws of molecules must allow
        var mesh = MirrorMesh.Create(Math.Cbrt(Ball), 1, 1, 1);
        foreach (var law in (Law[])[First(1, allowed), SecondAlike(1, 10e6, 10e-6, allowed, 1e-3), SecondEqual(1, 5e6, allowed, 2e-4), SecondUnequal(1, allowed, 1e-4), ThirdAlike(1, 10e-6, allowed, 2e-4), ThirdMixed(1, allowed, 1e-4)])
        {
            var options = Options(law.Reaction, law.Forward, law.Backward, law.Diffusivity) with { Method = ReactionMethod.Deterministic };
            var model = ModelBuilder.Build(options, mesh);
            double unit = law.Name == "FOR" ? 1 : Molar * Ball, worst = 0;
            var all = Enumerable.Range(0, mesh.Count).ToArray();
            model = model with { Initial = [.. law.Start.Select(s => new Seeding(model.IndexOf(s.Key), all, (long)Math.Round(s.Value * unit)))] };
            var solver = IReactionSolver.Create(model, options with { Integration = new() { Step = 5 } }, 1, VerificationRun.Slices(mesh, ranks), ranks);
            for (int i = 1; i <= 10; i++)
            {
                solver.Advance(SimTime.FromMilliseconds(100 * i));
                var found = solver.Molecules(all);
                worst = Math.Max(worst, law.Error(0.1 * i, name => found[model.IndexOf(name)] / unit));
            }
            yield return new VerificationRow(law.Name, Oracle(ReactionMethod.Deterministic), "0.1 to 1 s, relative", worst, allowed, "1");
        }
    }

    // dA/dt = -kf A + kb B; the transient too.
    private static Law First(int copies, double allowed) => new("FOR", "A <-> B", "10 /s", "2 /s", Start(("A", 100_000)), 1e-5, copies, allowed,
        (t, n) => Math.Max(Off(n("A"), 100_000 * (1 + 5 * Math.Exp(-12 * t)) / 6), Off(n("B"), 100_000 * 5 * (1 - Math.Exp(-12 * t)) / 6)));

    // 1/A = 1/A0 + 2 k t
    private static Law SecondAlike(int copies, double k, double a0, double allowed, double d) => new("SOA2", "2 A -> C", $"{k} /M/s", null, Start(("A", a0)), d, copies, allowed,
        (t, c) => Off(c("A"), 1 / (1 / a0 + 2 * k * t)));

    // 1/A = 1/A0 + k t
    private static Law SecondEqual(int copies, double k, double allowed, double d) => new("SOAA", "A + B -> C", $"{k} /M/s", null, Start(("A", 20e-6), ("B", 20e-6)), d, copies, allowed,
        (t, c) => Off(c("A"), 1 / (1 / 20e-6 + k * t)));

    // ln(B/A) = ln(B0/A0) - (A0 - B0) k t
    private static Law SecondUnequal(int copies, double allowed, double d) => new("SOAB", "A + B -> C", "5e6 /M/s", null, Start(("A", 1e-6), ("B", 0.5e-6)), d, copies, allowed,
        (t, c) => Off(Math.Log(c("B") / c("A")), Math.Log(0.5) - 0.5e-6 * 5e6 * t));

    // 1/A^2 = 1/A0^2 + 6 k t
    private static Law ThirdAlike(int copies, double a0, double allowed, double d) => new("TOA3", "3 A -> C", "1e12 /M^2/s", null, Start(("A", a0)), d, copies, allowed,
        (t, c) => Off(c("A"), 1 / Math.Sqrt(1 / (a0 * a0) + 6e12 * t)));

    // k t = -1/(A0 - 2 B0) {-1/(2 B0 - A0) ln[(B/A)/(B0/A0)] + 1/A - 1/A0}
    private static Law ThirdMixed(int copies, double allowed, double d) => new("TOA2B", "2 A + B -> C", "0.1e12 /M^2/s", null, Start(("A", 30e-6), ("B", 20e-6)), d, copies, allowed,
        (t, c) => Off(-1 / (30e-6 - 40e-6) * (-1 / (40e-6 - 30e-6) * Math.Log(c("B") / c("A") / (20.0 / 30)) + 1 / c("A") - 1 / 30e-6), 0.1e12 * t));

    private static VerificationRow Run(Law law, bool spatial, Communicator ranks, ReactionMethod method)
    {
        double volume = spatial ? Ball : WellMixed;
        int copies = spatial ? law.Copies : (law.Copies + 23) / 24 * 24;
        var mesh = spatial ? MirrorMesh.Create(Math.Cbrt(Ball), 1, 1, 1, law.Copies) : MirrorMesh.Create(Math.Cbrt(24 * WellMixed), copies / 24, 1, 1);
        bool numbers = law.Name == "FOR";
        var start = law.Start.ToDictionary(s => s.Key, s => (long)Math.Round(numbers ? s.Value : s.Value * Molar * volume));
        var options = Options(law.Reaction, law.Forward, law.Backward, spatial ? law.Diffusivity : 0) with { Method = method, Hybrid = ChangingRegime(start.Values.Max() / (spatial ? 24.0 : 1)), Integration = new() { Step = 5 } };
        var replicas = new Replicas(mesh, options, spatial ? Replicas.Boxes(copies) : Replicas.Tets, start, 7, ranks);
        double worst = 0;
        for (int i = 1; i <= 10; i++)
        {
            replicas.Solver.Advance(SimTime.FromMilliseconds(100 * i));
            worst = Math.Max(worst, law.Error(0.1 * i, name => replicas.Mean(name) / (numbers ? 1 : Molar * volume)));
        }
        return new VerificationRow(law.Name, Oracle(method), $"means of {copies} {(spatial ? "boxes" : "tets")}, 0.1 to 1 s, relative", worst, law.Allowed, "1");
    }

    /// <summary>SO2D: A + B -> C on a patch of 10 um^2, ln(B/A) = ln(B0/A0) - (A0 - B0) k t / (N_A area).</summary>
    private static VerificationRow Surface(int copies, bool spatial, Communicator ranks, ReactionMethod method)
    {
        // Well mixed: each triangle is a patch, a quarter of a square. Spatial: four triangles.
        int perCopy = spatial ? 4 : 1, squares = copies * perCopy / 4;
        double edge = spatial ? Math.Sqrt(Patch) : Math.Sqrt(4 * Patch);
        var mesh = MirrorMesh.Create(edge, 1, 1, 1, squares);
        var options = Options("A + B -> C on top", "10e10 m^2/mol/s", null, 0) with { Patches = new Dictionary<string, PatchOptions> { ["top"] = new() }, Method = method, Hybrid = ChangingRegime(100.0 / perCopy), Integration = new() { Step = 5 } };
        if (spatial) options = options with { Species = options.Species.ToDictionary(s => s.Key, s => s.Value with { Diffusivities = new Dictionary<string, double> { ["top"] = 1e-3 } }) };
        var replicas = new Replicas(mesh, options, model => [.. model.Cells.Domains[^1].Cells.Chunk(perCopy)], Start2(("A", 100), ("B", 50)), 7, ranks);
        double worst = 0, rate = 10e10 / (Constants.Avogadro * Patch * 1e-12);
        for (int i = 1; i <= 10; i++)
        {
            replicas.Solver.Advance(SimTime.FromMilliseconds(100 * i));
            worst = Math.Max(worst, Off(Math.Log(replicas.Mean("B") / replicas.Mean("A")), Math.Log(0.5) - 50 * rate * 0.1 * i));
        }
        return new VerificationRow("SO2D", Oracle(method), $"means of {replicas.Count} patches, 0.1 to 1 s, relative", worst, 0.02, "1");
    }

    /// <summary>The oracle of a row in words.</summary>
    internal static string Oracle(ReactionMethod method) => "closed form" + method switch { ReactionMethod.Deterministic => ", concentrations", ReactionMethod.Hybrid => ", hybrid", _ => "" };

    private static HybridOptions ChangingRegime(double start) => new() { Threshold = Math.Max(16, 0.2 * start) };

    internal static ReactionDiffusionOptions Options(string reaction, string forward, string? backward, double diffusivity) => new()
    {
        Species = new[] { "A", "B", "C" }.ToDictionary(n => n, _ => new MoleculeOptions { Diffusivity = diffusivity }),
        Reactions = new Dictionary<string, RateOptions> { [reaction] = new() { Forward = forward, Backward = backward } },
    };

    private static Dictionary<string, double> Start(params ReadOnlySpan<(string Name, double Value)> start)
    {
        var table = new Dictionary<string, double>();
        foreach (var (name, value) in start) table.Add(name, value);
        return table;
    }

    private static Dictionary<string, long> Start2(params ReadOnlySpan<(string Name, long Value)> start)
    {
        var table = new Dictionary<string, long>();
        foreach (var (name, value) in start) table.Add(name, value);
        return table;
    }

    private static double Off(double found, double exact) => Math.Abs(found / exact - 1);
}
