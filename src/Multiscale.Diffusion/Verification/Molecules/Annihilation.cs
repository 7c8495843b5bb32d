using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// Case KISILEVICH: A fills the left half of a brick of 40 x 4 x 4 um, B the right one; both pass the boundary between the two compartments and annihilate. For a fast reaction
/// a(x, t) = 4 a0 / pi sum 1/(2n + 1) exp(-D (2n + 1)^2 pi^2 t / 4 L^2) sin((2n + 1) pi x / 2 L); beyond 5 um of the boundary, 7.5 %.
/// </summary>
public static class Annihilation
{
    private const double Length = 20, Diffusivity = 0.4;
    private const long Molecules = 1000;

    internal static string Kind(ReactionMethod method) => method switch { ReactionMethod.Stochastic => "molecules", ReactionMethod.Deterministic => "concentrations", _ => "hybrid" };

    /// <summary>Collective.</summary>
    /// <param name="runs">The specification averages 50. Both species are counted together: the problem is symmetric.</param>
    /// <param name="dense">Molecules over the 1000 of the specification.</param>
    /// <param name="mesh">A brick of two compartments that meet at x = 20 um; of mirror images when left out.</param>
    public static IEnumerable<VerificationRow> Run(Communicator ranks, int runs, ReactionMethod method = ReactionMethod.Stochastic, int dense = 1, TetMesh? mesh = null)
    {
        const int bins = 5;
        mesh ??= MirrorMesh.Create(2, 20, 2, 2, split: Length);
        string[] halves = [.. mesh.Groups.Where(g => g.Dimension == 3).Take(2).Select(g => g.Name)];
        var options = new ReactionDiffusionOptions
        {
            Species = new Dictionary<string, MoleculeOptions> { ["A"] = new() { Diffusivity = Diffusivity }, ["B"] = new() { Diffusivity = Diffusivity } },
            Reactions = new Dictionary<string, RateOptions> { ["A + B -> 0"] = new() { Forward = "1e11 /M/s" } },
            DiffusionBoundaries = [new() { Between = halves, Species = ["A", "B"] }],
            Initial = [new() { Species = "A", In = halves[0], Count = Molecules * dense }, new() { Species = "B", In = halves[1], Count = Molecules * dense }],
            Method = method, Hybrid = new() { Threshold = 20 },
        };
        var model = ModelBuilder.Build(options, mesh);
        // The outer three quarters of each half.
        var members = new List<int>[2, bins];
        double[] times = [100, 200];
        for (int side = 0; side < 2; side++)
            for (int b = 0; b < bins; b++)
                members[side, b] = [.. Enumerable.Range(0, mesh.Count).Where(c => (side == 0 ? Length - mesh.Barycentre(c).X : mesh.Barycentre(c).X - Length) is var x && x > 5 && (int)((x - 5) / (Length - 5) * bins) == b)];
        var found = new double[times.Length, bins];
        double unpaired = 0;
        for (int run = 0; run < runs; run++)
        {
            var solver = IReactionSolver.Create(model, options, 100 + run, VerificationRun.Slices(mesh, ranks), ranks);
            for (int k = 0; k < times.Length; k++)
            {
                solver.Advance(SimTime.FromMilliseconds(times[k]));
                for (int side = 0; side < 2; side++)
                    for (int b = 0; b < bins; b++) found[k, b] += solver.Molecules([.. members[side, b]])[side];
            }
            var left = solver.Molecules([.. Enumerable.Range(0, mesh.Count)]);
            unpaired = Math.Max(unpaired, Math.Abs(left[0] - left[1]));
        }
        for (int k = 0; k < times.Length; k++)
        {
            double worst = 0;
            for (int b = 0; b < bins; b++)
            {
                double exact = runs * dense * members[0, b].Concat(members[1, b]).Sum(c => mesh.Volumes[c] * Exact(Math.Abs(mesh.Barycentre(c).X - Length), times[k]));
                worst = Math.Max(worst, Math.Abs(found[k, b] / exact - 1));
            }
            yield return new VerificationRow("KISILEVICH", $"closed form, {Kind(method)}", $"five bins beyond 5 um at {times[k]} ms, {runs} runs, relative", worst, 0.075, "1");
        }
        if (method != ReactionMethod.Deterministic) yield return new VerificationRow("KISILEVICH", $"conservation, {Kind(method)}", "A less B, which vanish in pairs", unpaired, 0, "molecules");
    }

    private static double Exact(double x, double t)
    {
        double sum = 0, density = Molecules / (Length * 16);
        for (int n = 0; n < 1000; n++)
        {
            double k = (2 * n + 1) * Math.PI / (2 * Length);
            sum += Math.Exp(-Diffusivity * k * k * t) * Math.Sin(k * x) / (2 * n + 1);
        }
        return 4 * density / Math.PI * sum;
    }
}
