using System.Diagnostics;
using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.Cli;

/// <summary>The box of 10 x 10 x 100 um that the benches use, meshed by Gmsh.</summary>
internal static class BenchMesh
{
    /// <param name="edge">Length of the tetrahedra's edges [um], as Gmsh reads it.</param>
    /// <exception cref="EnvironmentException">MS0406: gmsh is missing or fails.</exception>
    public static TetMesh Box(string edge)
    {
        string mesh = Path.Combine(Path.GetTempPath(), $"multiscale-bench-{Environment.ProcessId}.msh");
        try
        {
            using (var gmsh = Start(mesh, edge))
            {
                gmsh.WaitForExit();
                if (gmsh.ExitCode != 0) throw new EnvironmentException("MS0406", $"gmsh ended with code {gmsh.ExitCode}", "run gmsh on meshes/box-10x10x100.geo to see why");
            }
            return GmshFile.Read(mesh);
        }
        finally
        {
            File.Delete(mesh);
        }
    }

    private static Process Start(string mesh, string edge)
    {
        string script = Path.Combine(ShippedFiles.Folder("meshes"), "box-10x10x100.geo");
        try
        {
            return Process.Start(new ProcessStartInfo("gmsh", ["-3", "-nt", "1", "-v", "1", "-setnumber", "edge", edge, "-format", "msh41", "-bin", "-o", mesh, script]))!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new EnvironmentException("MS0406", "gmsh is not installed", "install it (Debian: apt-get install gmsh)");
        }
    }
}
