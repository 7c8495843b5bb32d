using System.Diagnostics;
using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Formats;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>
/// Ten species (D 0.1 to 0.01 um^2/ms) spread in a closed box of 10 x 10 x 100 um, deterministic and without reactions: windows of 2.5 ms on three meshes.
/// </summary>
internal static class DiffusionBench
{
    private const int Species = 10, Windows = 2;

    private static readonly SimTime Window = SimTime.FromMilliseconds(2.5);

    private static readonly string[] Edges = ["1.70", "0.775", "0.455"];

    public static IEnumerable<BenchLine> Run() => Edges.SelectMany(Measure);

    private static IEnumerable<BenchLine> Measure(string edge)
    {
        var mesh = BenchMesh.Box(edge);
        var options = new DiffusionOptions
        {
            VolumeFraction = 1, Tortuosity = 1, Uptake = new UptakeOptions { Mode = UptakeMode.Off },
            Species = [.. Enumerable.Range(0, Species).Select(s => new SpeciesOptions { Name = $"s{s}", Valence = 0, Diffusivity = 0.01 * (Species - s), Initial = 1 })],
        };
        var solver = new DiffusionSolver(options, mesh, new int[mesh.Count], new SerialCommunicator());
        for (int s = 0; s < Species; s++)
        {
            var values = new double[mesh.Count];
            // A wave along the box that differs from species to species.
            for (int t = 0; t < values.Length; t++) values[t] = 1 + 0.5 * Math.Cos(Math.PI * (s + 1) * mesh.Barycentre(t).Z / 100);
            solver.SetConcentration($"s{s}", values);
        }
        solver.Advance(Window);
        long start = Stopwatch.GetTimestamp();
        for (int w = 2; w <= Windows + 1; w++) solver.Advance(Window * w);
        double each = Stopwatch.GetElapsedTime(start).TotalSeconds / (Windows * Window.Milliseconds);
        yield return new BenchLine("diffusion", $"box-{mesh.Count}", "ten species", each, "s/sim-ms");
    }
}
