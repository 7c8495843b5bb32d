using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.NumericsTests;

/// <summary>Oracle: closed forms. The tolerances stand beside each case.</summary>
public sealed class DiffusionTests
{
    private static readonly SerialCommunicator Serial = new();

    [Fact]
    public void UnboundedDiffusion_PointSource_FollowsTheGaussian() => AllPass(UnboundedDiffusion.Run(Folder("unbounded_diffusion"), Serial));

    [Fact]
    public void BoundedDiffusion_PlaneSource_FollowsTheSeries() => AllPass(BoundedDiffusion.Run(Folder("bounded_diffusion"), Serial));

    [Fact]
    public void DiffusionBox_FineLayers_IsWithin1e4OfThePeak() => AllPass(DiffusionBox.Run(Folder("diffbox"), Serial));

    /// <summary>The scheme is second order: 2.6e-3 of the peak was measured on layers of 2 um.</summary>
    [Fact]
    public void DiffusionBox_TwoMicronMesh_IsWithin4e3OfThePeak()
    {
        var mesh = BoxMesh.Create(default, new Point3(100, 10, 10), 50, 5, 5);
        AllPass(DiffusionBox.Run(Folder("diffbox"), Serial, mesh, new DiffusionOptions { MaxStep = 10 }, 2.5, 4e-3));
    }

    private static void AllPass(IReadOnlyList<VerificationRow> rows)
    {
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.True(row.Pass, row.ToString()));
    }

    private static string Folder(string name)
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Multiscale.sln"))) at = at.Parent!;
        return Path.Combine(at.FullName, "configs", "verification", name);
    }
}
