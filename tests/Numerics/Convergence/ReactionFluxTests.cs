using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.NumericsTests;

/// <summary>Oracle: the decay of one eigenmode of a closed box of oblique tets, on meshes of two spacings.</summary>
public sealed class ReactionFluxTests
{
    [Fact]
    public void Consistent_HalfTheSpacing_GivesAboutAQuarterOfTheError()
    {
        double coarse = Error(FluxKind.Consistent, 6), fine = Error(FluxKind.Consistent, 12);
        Assert.True(Math.Log2(coarse / fine) is > 1.7 and < 2.5, $"{coarse:e3} {fine:e3}");
    }

    [Fact]
    public void Barycentres_OnObliqueTets_DoNotConverge() => Assert.True(Error(FluxKind.Barycentres, 12) > 0.7 * Error(FluxKind.Barycentres, 6));

    /// <summary>On mirror images the same flux is consistent.</summary>
    [Fact]
    public void Barycentres_OnMirrorImages_ConvergeWithSecondOrder()
    {
        double coarse = Error(FluxKind.Barycentres, 2, mirror: true), fine = Error(FluxKind.Barycentres, 4, mirror: true);
        Assert.True(Math.Log2(coarse / fine) is > 1.7 and < 2.5, $"{coarse:e3} {fine:e3}");
    }

    /// <summary>Volume-weighted r.m.s. error over that of the mode, when the mode should have fallen to 1/e.</summary>
    private static double Error(FluxKind flux, int cells, bool mirror = false)
    {
        const double side = 8;
        var mesh = mirror ? MirrorMesh.Create(side / cells, cells, cells, cells) : BoxMesh.Create(default, new Point3(side, side, side), cells, cells, cells);
        var model = ModelBuilder.Build(new() { Species = new Dictionary<string, MoleculeOptions> { ["A"] = new() { Diffusivity = 1 } } }, mesh);
        var solver = new DeterministicSolver(model, new IntegrationOptions { Flux = flux, Step = 0.1, Reduction = 1e-9 }, new int[mesh.Count], new SerialCommunicator());
        var mode = new double[mesh.Count];
        for (int t = 0; t < mode.Length; t++)
        {
            var b = mesh.Barycentre(t);
            mode[t] = Math.Cos(Math.PI * b.X / side) * Math.Cos(Math.PI * b.Y / side);
            solver.SetLevel(t, 0, 2 + mode[t]);
        }
        solver.Advance(SimTime.FromMilliseconds(side * side / (2 * Math.PI * Math.PI)));
        double found = 0, whole = 0;
        for (int t = 0; t < mode.Length; t++)
        {
            found += mesh.Volumes[t] * Math.Pow(solver.Level(t, 0) - 2 - mode[t] / Math.E, 2);
            whole += mesh.Volumes[t] * mode[t] * mode[t];
        }
        return Math.Sqrt(found / whole);
    }
}
