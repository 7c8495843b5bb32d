using System.Diagnostics;
using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>
/// Ten species (D 0.1 to 0.01 um^2/ms) in a closed box of 10 x 10 x 100 um, on three meshes: as molecules with reactions (the simple model), and as concentrations
/// without them in windows of 2.5 ms; and four ions in a cube of a million tets.
/// </summary>
internal static class DiffusionBench
{
    private const int Species = 10, Windows = 2;

    private static readonly SimTime Window = SimTime.FromMilliseconds(2.5);

    private static readonly string[] Edges = ["1.70", "0.775", "0.455"];

    // STEPS 5.0.4 (DistTetOpSplit) on one core of a 2-core AMD EPYC: seconds per simulated ms, on meshes of as many tets; the last with ten times the molecules on 13,009.
    private static readonly double[] Steps = [0.0336, 1.905, 34.7];

    private const double StepsTenfold = 0.107;

    // Without Gmsh: boxes of nearly as many tets.
    private static readonly (int Across, int Along)[] Cubes = [(6, 50), (12, 118), (20, 203)];

    public static IEnumerable<BenchLine> Run()
    {
        var meshes = Edges.Select(MeshOf).ToArray();
        for (int m = 0; m < meshes.Length; m++)
            foreach (var line in Molecules(meshes[m], 1, m == 0 ? 50 : m == 1 ? 20 : 10, Steps[m])) yield return line;
        foreach (var line in Molecules(meshes[0], 10, 20, StepsTenfold)) yield return line;
        double bytes = (BenchChild.Measure("molecules", Edges[2]) - BenchChild.Measure("molecules", Edges[1])) / (meshes[2].Count - meshes[1].Count);
        yield return new BenchLine("diffusion", "simple-model", "memory per tet", bytes, "B", "STEPS 5.0.4 (recorded)", 5300, 5300 / bytes);
        for (int k = 1; k < meshes.Length; k++)
        {
            double one = BenchChild.Measure("ranks", Edges[k]), two = BenchChild.Measure("ranks", Edges[k], ranks: 2);
            yield return new BenchLine("diffusion", $"simple-model-{meshes[k].Count}", "two ranks, wall", two, "s/sim-ms", "one rank", one, one / two);
        }
        foreach (var mesh in meshes)
            foreach (var line in Fields(mesh)) yield return line;
        yield return Ions();
    }

    /// <summary>Four ions in a cube of 150 um, as concentrations that react with nothing: one window of 2.5 ms in one implicit step.</summary>
    private static BenchLine Ions()
    {
        const double side = 150;
        const int cubes = 55;
        double[] diffusivities = [1.3, 1.5, 1.8, 2];
        var mesh = BoxMesh.Create(default, new Point3(side, side, side), cubes, cubes, cubes);
        var options = new ReactionDiffusionOptions { Species = diffusivities.Select((d, s) => (d, s)).ToDictionary(x => $"ion{x.s}", x => new MoleculeOptions { Diffusivity = x.d }) };
        var solver = new DeterministicSolver(ModelBuilder.Build(options, mesh), new IntegrationOptions { Step = Window.Milliseconds }, new int[mesh.Count], new SerialCommunicator());
        for (int t = 0; t < mesh.Count; t++)
            for (int s = 0; s < diffusivities.Length; s++) solver.SetLevel(t, s, 1 + 0.5 * Math.Cos(Math.PI * (s + 1) * mesh.Barycentre(t).Z / side));
        solver.Advance(Window);
        double start = Calibration.CpuSeconds();
        for (int w = 2; w <= Windows + 1; w++) solver.Advance(Window * w);
        return new BenchLine("diffusion", $"cube-{mesh.Count}", "four ions, 2.5 ms", (Calibration.CpuSeconds() - start) / Windows, "s/window");
    }

    /// <summary>The box at an edge length as Gmsh reads it [um], or of cubes where Gmsh is not installed.</summary>
    public static TetMesh MeshOf(string edge)
    {
        try
        {
            return GmshScript.Box(edge);
        }
        catch (EnvironmentException)
        {
            var (across, along) = Cubes[Array.IndexOf(Edges, edge)];
            return BoxMesh.Create(default, new Point3(10, 10, 100), across, across, along);
        }
    }

    /// <summary>The simple model, whole molecules: CPU time, so that a busy machine tells the same.</summary>
    private static IEnumerable<BenchLine> Molecules(TetMesh mesh, int times, double duration, double steps)
    {
        string name = $"simple-model-{mesh.Count}{(times == 1 ? "" : $"-x{times}")}";
        var solver = SimpleModel.Solver(mesh, times);
        solver.Advance(SimTime.FromMilliseconds(0.2 * duration));
        double start = Calibration.CpuSeconds();
        var (diffusing, reacting) = solver.Seconds;
        long events = solver.Jumps + solver.Events().Sum();
        solver.Advance(SimTime.FromMilliseconds(1.2 * duration));
        double seconds = Calibration.CpuSeconds() - start;
        yield return new BenchLine("diffusion", name, "molecules", seconds / duration, "s/sim-ms", "STEPS 5.0.4 (recorded)", steps, steps * duration / seconds);
        yield return new BenchLine("diffusion", name, "events", (solver.Jumps + solver.Events().Sum() - events) / seconds, "1/s");
        yield return new BenchLine("diffusion", name, "walks, wall", (solver.Seconds.Diffusing - diffusing) / duration, "s/sim-ms");
        yield return new BenchLine("diffusion", name, "reactions, wall", (solver.Seconds.Reacting - reacting) / duration, "s/sim-ms");
    }

    private static IEnumerable<BenchLine> Fields(TetMesh mesh)
    {
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
