using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// Case unbounded_diffusion: an amount N released at the centre of a box so large that its walls do not matter, against
/// c(r, t) = N / (4 pi D t)^(3/2) exp(-r^2 / 4 D t), as means over radial bins.
/// </summary>
public static class UnboundedDiffusion
{
    private const double Side = 20, Diffusivity = 0.02, Amount = 1e4, Background = 1;
    private const int Cells = 19, Bins = 8;

    /// <summary>Runs the case. Collective.</summary>
    /// <param name="folder">The case folder; the oracle is a formula, so nothing is read from it.</param>
    public static IReadOnlyList<VerificationRow> Run(string folder, Communicator ranks)
    {
        var mesh = GradedBox();
        var options = VerificationRun.SingleSpecies("a", Diffusivity, Background) with { MaxStep = 5 };
        var solver = new DiffusionSolver(options, mesh, VerificationRun.Slices(mesh, ranks), ranks);
        double half = Graded(1.0 / Cells);
        var start = VerificationRun.Fill(mesh, solver.Tets, t =>
            Max(mesh.Barycentre(t)) < half ? Background + Amount / Math.Pow(2 * half, 3) : Background);
        solver.SetConcentration("a", start);
        var rows = new List<VerificationRow>();
        foreach (double time in (ReadOnlySpan<double>)[100, 150, 200])
        {
            solver.Advance(SimTime.FromMilliseconds(time));
            var field = VerificationRun.Gather(mesh, solver.Tets, solver.Concentration("a"), ranks);
            double[] found = new double[Bins], exact = new double[Bins];
            for (int t = 0; t < mesh.Count; t++)
            {
                double r = mesh.Barycentre(t).Length;
                int bin = (int)Math.Floor((r - 2) / 4 * Bins);
                if (bin < 0 || bin >= Bins) continue;
                found[bin] += mesh.Volumes[t] * (field[t] - Background);
                exact[bin] += mesh.Volumes[t] * Amount / Math.Pow(4 * Math.PI * Diffusivity * time, 1.5) * Math.Exp(-r * r / (4 * Diffusivity * time));
            }
            double worst = 0;
            for (int b = 0; b < Bins; b++) worst = Math.Max(worst, Math.Abs(found[b] / exact[b] - 1));
            rows.Add(new VerificationRow("unbounded_diffusion", "closed form", $"radial means, 2 to 6 um, at {time} ms, relative", worst, 0.05, "1"));
        }
        return rows;
    }

    /// <summary>A box of tets that are smaller near the centre, where the source is.</summary>
    private static TetMesh GradedBox()
    {
        var unit = BoxMesh.Create(new Point3(-1, -1, -1), new Point3(1, 1, 1), Cells, Cells, Cells);
        var vertices = Array.ConvertAll(unit.Vertices, p => new Point3(Graded(p.X), Graded(p.Y), Graded(p.Z)));
        return new TetMesh(vertices, unit.Tets, unit.Groups);
    }

    private static double Graded(double u) => Side / 2 * u * (0.5 + 0.5 * u * u);

    private static double Max(Point3 p) => Math.Max(Math.Abs(p.X), Math.Max(Math.Abs(p.Y), Math.Abs(p.Z)));
}
