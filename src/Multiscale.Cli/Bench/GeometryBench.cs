using System.Diagnostics;
using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.Cli;

/// <summary>intersect-1e6: a million random segments of 5 um against a box of 10 x 10 x 100 um with about 490,000 tetrahedra.</summary>
internal static class GeometryBench
{
    private const int Segments = 1_000_000;

    // Measured for STEPS 5.0.4 on the same task, one core of a 2-core AMD EPYC: 1.4 ms per segment.
    private const double StepsSeconds = 1.4e-3 * Segments;

    public static IEnumerable<BenchLine> Run()
    {
        string mesh = Path.Combine(Path.GetTempPath(), $"multiscale-bench-{Environment.ProcessId}.msh");
        try
        {
            using (var gmsh = Start(mesh))
            {
                gmsh.WaitForExit();
                if (gmsh.ExitCode != 0) throw new EnvironmentException("MS0406", $"gmsh ended with code {gmsh.ExitCode}", "run gmsh on meshes/box-10x10x100.geo to see why");
            }
            var timing = IntersectionBenchmark.Run(GmshFile.Read(mesh), Segments, 5, 1);
            return
            [
                new BenchLine("geometry", "intersect-1e6", "walk", timing.Seconds, "s", "STEPS 5.0.4 (recorded)", StepsSeconds, StepsSeconds / timing.Seconds),
                new BenchLine("geometry", "intersect-1e6", "index", timing.BuildSeconds, "s"),
                new BenchLine("geometry", "intersect-1e6", "pieces per segment", timing.Pieces, "1"),
                new BenchLine("geometry", "intersect-1e6", "worst row sum - 1", timing.WorstSum, "1"),
            ];
        }
        finally
        {
            File.Delete(mesh);
        }
    }

    private static Process Start(string mesh)
    {
        string script = Path.Combine(ShippedFiles.Folder("meshes"), "box-10x10x100.geo");
        try
        {
            return Process.Start(new ProcessStartInfo("gmsh", ["-3", "-nt", "1", "-v", "1", "-setnumber", "edge", "0.455", "-format", "msh41", "-bin", "-o", mesh, script]))!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new EnvironmentException("MS0406", "gmsh is not installed", "install it (Debian: apt-get install gmsh)");
        }
    }
}
