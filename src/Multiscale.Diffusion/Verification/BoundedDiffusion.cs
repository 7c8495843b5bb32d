using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// Case bounded_diffusion: an amount released at one closed end of a bar of length a = 10 um, against
/// c(x, t) = N / V [1 + 2 sum exp(-D (n pi / a)^2 t) cos(n pi x / a)], as means over five bins.
/// </summary>
public static class BoundedDiffusion
{
    private const double Length = 10, Side = 1, Diffusivity = 0.2, Amount = 100, Background = 1;
    private const int Layers = 40, Bins = 5;

    /// <summary>Runs the case. Collective.</summary>
    /// <param name="folder">The case folder; the oracle is a formula, so nothing is read from it.</param>
    public static IReadOnlyList<VerificationRow> Run(string folder, Communicator ranks)
    {
        var mesh = BoxMesh.Create(default, new Point3(Length, Side, Side), Layers, 4, 4);
        var solver = new DiffusionSolver(VerificationRun.SingleSpecies("a", Diffusivity, Background), mesh, VerificationRun.Slices(mesh, ranks), ranks);
        double layer = Length / Layers;
        solver.SetConcentration("a", VerificationRun.Fill(mesh, solver.Tets, t =>
            mesh.Barycentre(t).X < layer ? Background + Amount / (layer * Side * Side) : Background));
        var rows = new List<VerificationRow>();
        foreach (double time in (ReadOnlySpan<double>)[60, 80, 100])
        {
            solver.Advance(SimTime.FromMilliseconds(time));
            var field = VerificationRun.Gather(mesh, solver.Tets, solver.Concentration("a"), ranks);
            double[] found = new double[Bins], exact = new double[Bins];
            for (int t = 0; t < mesh.Count; t++)
            {
                double x = mesh.Barycentre(t).X;
                int bin = (int)Math.Floor((x - 2) / 6 * Bins);
                if (bin < 0 || bin >= Bins) continue;
                found[bin] += mesh.Volumes[t] * (field[t] - Background);
                exact[bin] += mesh.Volumes[t] * Amount / (Length * Side * Side) * Series(x, time);
            }
            double worst = 0;
            for (int b = 0; b < Bins; b++) worst = Math.Max(worst, Math.Abs(found[b] / exact[b] - 1));
            rows.Add(new VerificationRow("bounded_diffusion", "closed form", $"axial means, 2 to 8 um, at {time} ms, relative", worst, 2e-3, "1"));
        }
        return rows;
    }

    private static double Series(double x, double time)
    {
        double sum = 1;
        for (int n = 1; n < 1000; n++)
        {
            double k = n * Math.PI / Length;
            sum += 2 * Math.Exp(-Diffusivity * k * k * time) * Math.Cos(k * x);
        }
        return sum;
    }
}
