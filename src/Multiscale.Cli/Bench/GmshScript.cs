using System.Diagnostics;
using System.Globalization;
using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.Cli;

/// <summary>Meshes that Gmsh makes of the scripts in meshes/.</summary>
internal static class GmshScript
{
    private const string Program = "gmsh";

    /// <summary>Gmsh is on the path.</summary>
    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Program)));

    /// <summary>The box of 10 x 10 x 100 um that the benches use.</summary>
    /// <param name="edge">Length of the tetrahedra's edges [um], as Gmsh reads it.</param>
    /// <exception cref="EnvironmentException">MS0406: gmsh is missing or fails.</exception>
    public static TetMesh Box(string edge) => Mesh("box-10x10x100", ("edge", edge));

    /// <summary>The mesh of meshes/NAME.geo with some of its numbers set.</summary>
    /// <exception cref="EnvironmentException">MS0406: gmsh is missing or fails.</exception>
    public static TetMesh Of(string name, params (string Name, double Value)[] numbers) => Mesh(name, Array.ConvertAll(numbers, n => (n.Name, n.Value.ToString("R", CultureInfo.InvariantCulture))));

    private static TetMesh Mesh(string name, params (string Name, string Value)[] numbers)
    {
        string mesh = Path.Combine(Path.GetTempPath(), $"multiscale-{name}-{Environment.ProcessId}.msh"), script = Path.Combine(ShippedFiles.Folder("meshes"), name + ".geo");
        try
        {
            using (var gmsh = Start(["-3", "-nt", "1", "-v", "1", .. numbers.SelectMany(n => (string[])["-setnumber", n.Name, n.Value]), "-format", "msh41", "-bin", "-o", mesh, script]))
            {
                gmsh.WaitForExit();
                if (gmsh.ExitCode != 0) throw new EnvironmentException("MS0406", $"gmsh ended with code {gmsh.ExitCode}", $"run gmsh on meshes/{name}.geo to see why");
            }
            return GmshFile.Read(mesh);
        }
        finally
        {
            File.Delete(mesh);
        }
    }

    private static Process Start(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(Program, arguments))!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new EnvironmentException("MS0406", "gmsh is not installed", "install it (Debian: apt-get install gmsh)");
        }
    }
}
