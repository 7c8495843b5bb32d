using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.NumericsTests;

/// <summary>Oracle: the decay of one eigenmode of a closed box, on meshes of two spacings.</summary>
public sealed class DiffusionConvergenceTests
{
    [Fact]
    public void Corrected_HalfTheSpacing_GivesAboutAQuarterOfTheError()
    {
        double coarse = Error(FluxScheme.Corrected, 6), fine = Error(FluxScheme.Corrected, 12);
        Assert.True(Math.Log2(coarse / fine) is > 1.7 and < 2.5, $"{coarse:e3} {fine:e3}");
    }

    [Fact]
    public void TwoPoint_OnObliqueTets_DoesNotConverge() =>
        Assert.True(Error(FluxScheme.TwoPoint, 12) > 0.7 * Error(FluxScheme.TwoPoint, 6));

    /// <summary>Volume-weighted r.m.s. error over that of the mode, when the mode should have fallen to 1/e.</summary>
    private static double Error(FluxScheme scheme, int cells)
    {
        var mesh = BoxMesh.Create(default, new Point3(8, 8, 8), cells, cells, cells);
        var options = new DiffusionOptions
        {
            VolumeFraction = 1, Tortuosity = 1, Scheme = scheme, MaxStep = 0.1, Uptake = new() { Mode = UptakeMode.Off },
            Species = [new() { Name = "a", Diffusivity = 1, Initial = 0 }],
        };
        var solver = new DiffusionSolver(options, mesh, new int[mesh.Count], new SerialCommunicator());
        var mode = new double[mesh.Count];
        for (int t = 0; t < mode.Length; t++)
        {
            var b = mesh.Barycentre(t);
            mode[t] = Math.Cos(Math.PI * b.X / 8) * Math.Cos(Math.PI * b.Y / 8);
        }
        solver.SetConcentration("a", Array.ConvertAll(mode, m => 2 + m));
        double time = 64 / (2 * Math.PI * Math.PI), found = 0, whole = 0;
        solver.Advance(SimTime.FromMilliseconds(time));
        for (int t = 0; t < mode.Length; t++)
        {
            found += mesh.Volumes[t] * Math.Pow(solver.Concentration("a")[t] - 2 - mode[t] / Math.E, 2);
            whole += mesh.Volumes[t] * mode[t] * mode[t];
        }
        return Math.Sqrt(found / whole);
    }
}
