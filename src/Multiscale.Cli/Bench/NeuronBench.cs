using System.Globalization;
using System.Text.Json;
using Multiscale.Core;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>
/// Compartment-steps by CPU-second on one rank beside NEURON, which runs in turns with us where it is installed; memory of a compartment; time to compile
/// mechanisms. Of several turns the quickest counts, on both sides.
/// </summary>
internal static class NeuronBench
{
    /// <summary>How many mechanisms compile-30 compiles.</summary>
    public const int CompiledMechanisms = 30;

    private const string Suite = "neurons", Kinetic = "kinetic-cell";
    private const double WarmUp = 5; // ms
    private const int Turns = 3, Few = 256, Many = 1024;

    // NEURON 8.2.2, cache_efficient(1), exact rates, one core of an idle 2-core AMD EPYC: compartment-steps per CPU-second.
    private static readonly Dictionary<string, double> Recorded = new() { ["netbench-64"] = 9.3e6, ["netbench-256"] = 8.4e6, [Kinetic] = 0.67e6 };

    public static IEnumerable<BenchLine> Run()
    {
        var ranks = new SerialCommunicator();
        foreach (int cells in (int[])[64, 256])
            yield return Beside($"netbench-{cells}", Netbench.Options, Netbench.Of(cells, ranks), ranks, 15,
                () => PeerScript.Run("netbench.py", ("NB_N", Text(cells)), ("NB_WARM", Text(WarmUp)), ("NB_TSTOP", Text(WarmUp + 15))));
        yield return Threads(Netbench.Of(256, ranks), ranks, 15);
        using var folder = new ScratchFolder();
        foreach (string name in KineticCell.Mechanisms) File.WriteAllText(Path.Combine(folder.Path, name + ".mod"), MechanismCatalog.ShippedText(name)!);
        var mod = ("KC_MOD", folder.Path);
        const int kinetic = 64;
        yield return Beside(Kinetic, KineticCell.Options, KineticCell.Of(kinetic), ranks, 5,
            () => PeerScript.Run("kinetic_cell.py", mod, ("KC_N", Text(kinetic)), ("KC_WARM", "2.5"), ("KC_SLICE", "5"), ("KC_SLICES", "1")));
        string traces = Path.Combine(folder.Path, "traces.csv");
        if (PeerScript.Run("kinetic_cell.py", mod, ("KC_N", "1"), ("KC_WARM", "50"), ("KC_SLICES", "0"), ("KC_OUT", traces)) is not null)
            yield return new BenchLine(Suite, Kinetic, "difference-from-peer", KineticCell.LargestDifference(traces), "mV");
        BenchChild.Measure("resident", Text(Few)); // compiles what the others then only load
        yield return new BenchLine(Suite, "netbench", "memory-per-compartment",
            (BenchChild.Measure("resident", Text(Many)) - BenchChild.Measure("resident", Text(Few))) / ((Many - Few) * Netbench.CompartmentsPerCell), "bytes");
        using var cache = new ScratchFolder();
        yield return new BenchLine(Suite, "compile-30", "cold", BenchChild.Measure("compile", cache.Path), "s");
        yield return new BenchLine(Suite, "compile-30", "from-cache", Enumerable.Range(0, Turns).Min(_ => BenchChild.Measure("compile", cache.Path)), "s");
    }

    /// <summary>Two threads beside one, in turns, by the CPU seconds of the busier thread: the clock where both cores are free, whatever else runs here.</summary>
    private static BenchLine Threads(NeuronNetwork network, Communicator ranks, double slice)
    {
        NeuronSolver[] solvers = [.. new[] { 1, 2 }.Select(threads => new NeuronSolver(Netbench.Options with { Threads = threads }, network, ranks))];
        foreach (var solver in solvers) solver.Advance(SimTime.FromMilliseconds(WarmUp));
        double[] best = [0, 0];
        for (int turn = 0; turn < Turns; turn++)
            for (int k = 0; k < 2; k++)
            {
                double own = Calibration.CpuSeconds(), all = Environment.CpuUsage.TotalTime.TotalSeconds;
                solvers[k].Advance(solvers[k].Time + SimTime.FromMilliseconds(slice));
                (own, all) = (Calibration.CpuSeconds() - own, Environment.CpuUsage.TotalTime.TotalSeconds - all);
                best[k] = Math.Max(best[k], solvers[k].Layout.Count * (slice / Netbench.Options.TimeStep) / (k == 0 ? own : Math.Max(own, all - own)));
            }
        return new BenchLine(Suite, "netbench-256", "steps-2-threads", best[1], "1/s", "1 thread", best[0], best[1] / best[0]);
    }

    /// <summary>Ours and the peer's in turns; where there is no peer, beside its recorded figure.</summary>
    /// <param name="slice">Span of one turn [ms].</param>
    private static BenchLine Beside(string name, NeuronOptions options, NeuronNetwork network, Communicator ranks, double slice, Func<JsonElement?> peer)
    {
        var solver = new NeuronSolver(options, network, ranks);
        solver.Advance(SimTime.FromMilliseconds(WarmUp));
        double best = 0, bestOfPeer = 0;
        bool here = true;
        for (int turn = 0; turn < Turns; turn++)
        {
            double cpu = Calibration.CpuSeconds();
            solver.Advance(solver.Time + SimTime.FromMilliseconds(slice));
            best = Math.Max(best, solver.Layout.Count * (slice / options.TimeStep) / (Calibration.CpuSeconds() - cpu));
            if (here && peer() is { } said) bestOfPeer = Math.Max(bestOfPeer, said.GetProperty("comp_steps_per_s_cpu_1rank").GetDouble());
            else here = false;
        }
        if (here) return Line("NEURON, in turns with ours");
        bestOfPeer = Recorded[name] * (Calibration.Scale ?? 1);
        return Line(Calibration.Scale is null ? "NEURON 8.2.2 (recorded)" : "NEURON 8.2.2 (recorded, times calibrate)");

        BenchLine Line(string label) => new(Suite, name, "compartment-steps", best, "1/s", label, bestOfPeer, best / bestOfPeer);
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
