using System.Text.Json;
using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// Case diffbox: potassium released for 50 ms in one end slab of a closed box of 10 x 10 x 100 um (x along the 100 um),
/// against the slab means of the closed form (Fourier series) in diffbox.json, and against its points read from a fit to the nearest tets.
/// </summary>
public static class DiffusionBox
{
    /// <summary>The largest rise of the closed form [mM].</summary>
    private const double Peak = 8.909070775077224;

    private const double Length = 100, Side = 10, Slab = 10;

    /// <summary>
    /// Runs the case on its own mesh: layers of 0.3125 um along x, 5 um across. The scheme is second order: layers of 2 um leave 3e-3 of the peak.
    /// Collective.
    /// </summary>
    /// <param name="folder">The case folder with diffbox.json.</param>
    public static IReadOnlyList<VerificationRow> Run(string folder, Communicator ranks) =>
        Run(folder, ranks, BoxMesh.Create(default, new Point3(Length, Side, Side), 320, 2, 2), new DiffusionOptions { MaxStep = 10 }, 2.5, 1e-4);

    /// <summary>Runs the case on any mesh of the box with tet faces on the plane x = 10 um. Collective.</summary>
    /// <param name="window">Length of one Advance [ms]; divides 10.</param>
    /// <param name="allowed">Allowed error over the peak.</param>
    public static IReadOnlyList<VerificationRow> Run(string folder, Communicator ranks, TetMesh mesh, DiffusionOptions options, double window, double allowed)
    {
        using var reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "diffbox.json")));
        var root = reference.RootElement;
        var times = Numbers(root.GetProperty("t_ms"));
        var positions = Numbers(root.GetProperty("x_um"));
        var parameters = root.GetProperty("parameters");
        double release = 1e18 * parameters.GetProperty("rate_mol_per_ms").GetDouble(), duration = parameters.GetProperty("release_ms").GetDouble();

        var solver = new DiffusionSolver(options with
        {
            Species = [options.Species.First(s => s.Name == "k")],
            Uptake = options.Uptake with { Mode = UptakeMode.Off },
        }, mesh, VerificationRun.Slices(mesh, ranks), ranks);
        var source = solver.Ports.First(p => p.Name == "k-source").Values;
        double slabVolume = 0;
        for (int t = 0; t < mesh.Count; t++)
            if (mesh.Barycentre(t).X < Slab) slabVolume += mesh.Volumes[t];

        var rows = new List<VerificationRow>();
        for (int i = 0; i < times.Length; i++)
        {
            var until = SimTime.FromMilliseconds(times[i]);
            while (solver.Time < until)
            {
                double at = solver.Time.Milliseconds, span = at < 200 ? window : 10;
                for (int t = 0; t < source.Length; t++)
                {
                    int id = (int)solver.Tets.OwnedIds[t];
                    source[t] = at < duration && mesh.Barycentre(id).X < Slab ? release * span * mesh.Volumes[id] / slabVolume : 0;
                }
                solver.Advance(solver.Time + SimTime.FromMilliseconds(span));
            }
            var profile = new AxialProfile(mesh, solver.Tets, solver.Concentration("k"), ranks);
            var means = Numbers(root.GetProperty("slab_means_mM")[i]);
            var points = Numbers(root.GetProperty("K_mM")[i]);
            double worst = 0;
            for (int k = 0; k < points.Length; k++) worst = Math.Max(worst, Math.Abs(profile.At(positions[k], Math.Max(2, 3 * profile.Thickness), Slab) - points[k]));
            rows.Add(new VerificationRow("diffbox", "closed form", $"K at five points at {times[i]} ms over the peak", worst / Peak, 3 * allowed, "1"));
            worst = Math.Abs(profile.Mean(0, Slab) - means[0]);
            worst = Math.Max(worst, Math.Abs(profile.Mean(Slab, Length) - (means.Sum() - means[0]) / (means.Length - 1)));
            rows.Add(new VerificationRow("diffbox", "closed form", $"mean K in the source slab at {times[i]} ms over the peak", worst / Peak, allowed, "1"));
            worst = 0;
            if (profile.IsConforming(Slab, Length))
            {
                for (int k = 0; k < means.Length; k++) worst = Math.Max(worst, Math.Abs(profile.Mean(Slab * k, Slab * (k + 1)) - means[k]));
                rows.Add(new VerificationRow("diffbox", "closed form", $"mean K of ten slabs at {times[i]} ms over the peak", worst / Peak, allowed, "1"));
            }
        }
        return rows;
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetDouble())];
}
