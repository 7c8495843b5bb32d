using Multiscale.Formats;
using Multiscale.TestProcesses;

namespace Multiscale.EndToEndTests;

/// <summary>What `init` writes is a case that `check` accepts.</summary>
public sealed class InitTests
{
    [Fact]
    public void InitTissue_SmallCube_IsACaseWithoutFaultThatCanBeMeshedAnew()
    {
        Assert.SkipUnless(ChildProcess.Run(["sh", "-c", "command -v gmsh"]).ExitCode == 0, "gmsh is not installed");
        string folder = TemporaryFolder.NameOf("tissue"), mesh = Path.Combine(TemporaryFolder.Create("mesh"), "own.msh");
        var made = Cli.Run("init", "tissue", "--size", "120um", "--seed", "2", folder);
        Assert.True(made.ExitCode == 0, made.ToString());
        var check = Cli.Run("check", Path.Combine(folder, "case.yaml"));
        Assert.True(check.ExitCode == 0, check.ToString());
        Assert.Contains("no fault found", check.Output, StringComparison.Ordinal);

        var meshed = Cli.Run("init", "mesh", mesh, "--around", Path.Combine(folder, "circuit_config.json"), "--vessels", Path.Combine(folder, "vasculature.h5"), "--element", "25 um");
        Assert.True(meshed.ExitCode == 0, meshed.ToString());
        Assert.True(GmshFile.Read(mesh).Count > 100);
        // The new mesh holds every compartment and vessel: MS0129 says so otherwise.
        check = Cli.Run("check", Path.Combine(folder, "case.yaml"), "--set", $"mesh={mesh}");
        Assert.True(check.ExitCode == 0, check.ToString());
    }

    [Fact]
    public void InitMesh_AroundNothing_IsAnInputError()
    {
        string mesh = TemporaryFolder.NameOf("nothing") + ".msh";
        var outcome = Cli.Run("init", "mesh", mesh);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("MS0130", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(mesh));
    }
}
