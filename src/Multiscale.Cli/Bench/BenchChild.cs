using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Formats;
using Multiscale.Geometry;
using Multiscale.Modeling;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>Measurements that want a process of their own: the hidden command `bench-child`, which prints one number.</summary>
internal static class BenchChild
{
    private const string Verb = "bench-child";

    public static Command Create()
    {
        var what = new Argument<string>("what");
        var argument = new Argument<string>("argument");
        var command = new Command(Verb, "One measurement of bench, in a process of its own.") { what, argument };
        command.Hidden = true;
        command.SetAction(result =>
        {
            double value = result.GetValue(what) switch
            {
                "resident" => ResidentBytes(int.Parse(result.GetValue(argument)!, CultureInfo.InvariantCulture)),
                "molecules" => MoleculeBytes(result.GetValue(argument)!),
                "ranks" => SecondsOnRanks(result.GetValue(argument)!),
                "brain" => BrainBench.RateOf(result.GetValue(argument)!, Job.Ranks),
                "flow" => BloodFlowBench.Seconds(result.GetValue(argument)!, Job.Ranks),
                "compile" => CompileSeconds(result.GetValue(argument)!),
                var other => throw new InputException("MS0013", $"there is no measurement '{other}'", "use resident, molecules, ranks, brain, flow or compile"),
            };
            if (Job.Ranks.IsRoot) Console.WriteLine(value.ToString("R", CultureInfo.InvariantCulture));
            return 0;
        });
        return command;
    }

    /// <summary>Starts a process for one measurement and reads its number.</summary>
    /// <param name="ranks">Above 1: under mpirun.</param>
    public static double Measure(string what, string argument, int ranks = 1)
    {
        var start = ranks > 1 ? MpiLaunch.Command(ranks, [Verb, what, argument]) : new ProcessStartInfo("dotnet", [typeof(BenchChild).Assembly.Location, Verb, what, argument]);
        start.RedirectStandardOutput = true;
        using var child = Process.Start(start)!;
        string said = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        if (child.ExitCode != 0) throw new EnvironmentException("MS0406", $"the measurement {what} ended with {child.ExitCode}", "see the lines above");
        return double.Parse(said.Trim().Split('\n')[^1], CultureInfo.InvariantCulture);
    }

    /// <summary>Resident size of a netbench in the middle of its run, what was only needed to build it collected.</summary>
    private static double ResidentBytes(int cells)
    {
        var ranks = new SerialCommunicator();
        var solver = new NeuronSolver(Netbench.Options, Netbench.Of(cells, ranks), ranks);
        solver.Advance(SimTime.FromMilliseconds(5));
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        solver.Advance(SimTime.FromMilliseconds(7));
        return ResidentNow(solver);
    }

    /// <summary>Resident size of the simple model of reactions and diffusion on a mesh of this edge, mesh included.</summary>
    private static double MoleculeBytes(string edge)
    {
        var solver = SimpleModel.Solver(DiffusionBench.MeshOf(edge));
        solver.Advance(SimTime.FromMilliseconds(0.1));
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        solver.Advance(SimTime.FromMilliseconds(0.2));
        return ResidentNow(solver);
    }

    /// <summary>Wall seconds per simulated ms of the simple model on the ranks of this job, the best of three turns.</summary>
    private static double SecondsOnRanks(string edge)
    {
        const double span = 20; // the first one compiles
        var (ranks, mesh) = (Job.Ranks, DiffusionBench.MeshOf(edge));
        var solver = new StochasticSolver(SimpleModel.On(mesh), new SplittingOptions(), 1, MeshPartition.Create(mesh, ranks, 1, new MetisPartitioner()).Parts, ranks);
        double best = double.PositiveInfinity;
        for (int turn = 0; turn <= 3; turn++)
        {
            ranks.Barrier();
            long start = Stopwatch.GetTimestamp();
            solver.Advance(SimTime.FromMilliseconds(span * (turn + 1)));
            double taken = ranks.Max(Stopwatch.GetElapsedTime(start).TotalSeconds);
            if (turn > 0) best = Math.Min(best, taken);
        }
        return best / span;
    }

    private static double ResidentNow(object kept)
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        GC.KeepAlive(kept);
        return 1024 * double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    /// <summary>From texts to kernels that can be called, with this folder as cache.</summary>
    private static double CompileSeconds(string folder)
    {
        long start = Stopwatch.GetTimestamp();
        var catalog = new MechanismCatalog { CacheFolder = folder };
        catalog.Compile([.. MechanismCatalog.ShippedNames.Where(n => catalog.Find(n).Kind != MechanismKind.Artificial).Order(StringComparer.Ordinal).Take(NeuronBench.CompiledMechanisms)], _ => new());
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
