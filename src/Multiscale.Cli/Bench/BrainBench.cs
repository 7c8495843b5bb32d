using System.Diagnostics;
using Multiscale.Brain;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>
/// Node-steps per second of CPU time on one core: 68 regions with delays and noise, one full vector of points, time step 0.1 (mpr: 0.01).
/// Peers on one core of the recorded machine: The Virtual Brain (AdEx second order), a C++ probe without delays and noise, TVB's numba back end (mpr).
/// </summary>
internal static class BrainBench
{
    private const double Window = 0.3;
    private const int Repeats = 8, Warming = 100, TogetherSteps = 50_000;

    private static IntegrationOptions Fastest => new() { Speed = 3, Scheme = IntegrationScheme.Euler, Precision = Precision.Single };

    private static Connectome Connectome68() => SyntheticConnectome.Make(new SyntheticConnectomeOptions()).Normalized(Normalization.Columns);

    public static IEnumerable<BenchLine> Run()
    {
        var connectome = Connectome68();
        var adex = new IntegrationOptions { Speed = 3 };
        var fast = Fastest;
        (string Case, string Figure, string Model, IntegrationOptions Options, string Peer, double Rate)[] all =
        [
            ("tvb-second", "Heun, double", "adex-second", adex with { Mode = DerivativeMode.Tvb }, "TVB", 2.5e4),
            ("fast-second", "Heun, double", "adex-second", adex, "TVB", 2.5e4),
            ("fast-second", "Euler, single", "adex-second", fast, "C++ probe", 2.2e7),
            ("fast-first", "Euler, double", "adex-first", fast with { Precision = Precision.Double }, "C++ probe", 3.0e7),
            ("fast-first", "Heun, single", "adex-first", fast with { Scheme = IntegrationScheme.Heun }, "C++ probe", 9.3e7),
            ("fast-first", "Euler, single", "adex-first", fast, "C++ probe", 9.3e7),
            ("mpr", "Heun, single", "mpr", fast with { TimeStep = 0.01, Scheme = IntegrationScheme.Heun }, "TVB numba", 9.2e5),
            ("mpr", "Euler, single", "mpr", fast with { TimeStep = 0.01 }, "TVB numba", 9.2e5),
        ];
        foreach (var (name, figure, model, options, peer, peerRate) in all)
        {
            double rate = Rate(model, options, connectome);
            yield return new BenchLine("brain", name, figure, rate, "node-steps/s", peer, peerRate, rate / peerRate);
        }
        foreach (var (name, model) in ((string, string)[])[("fast-second", "adex-second"), ("fast-first", "adex-first")])
        {
            double rate = BenchChild.Measure("brain", model, ranks: 2);
            yield return new BenchLine("brain", name, "Euler, single, two ranks", rate, "node-steps/s", "A100", 1.16e8, rate / 1.16e8); // of the GPU paper
        }
        foreach (int seconds in (int[])[1, 4])
            yield return new BenchLine("brain", "features", $"fast-first, {seconds} s", FeatureCost(fast, connectome, seconds), "% on top");
    }

    /// <summary>Node-steps per second of all ranks at once, by the clock: they share a machine that should have nothing else to do.</summary>
    public static double RateOf(string model, Communicator ranks)
    {
        var connectome = Connectome68();
        var batch = Batch(Program(model, Fastest), connectome);
        batch.Advance(Warming);
        double best = double.PositiveInfinity;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            ranks.Barrier();
            long start = Stopwatch.GetTimestamp();
            batch.Advance(TogetherSteps);
            best = Math.Min(best, ranks.Max(Stopwatch.GetElapsedTime(start).TotalSeconds));
        }
        return (double)TogetherSteps * batch.Points * connectome.Count * ranks.Size / best;
    }

    /// <summary>What features add to the fastest simulation, in percent of it [CPU time]: both after one another, the best of each.</summary>
    private static double FeatureCost(IntegrationOptions options, Connectome connectome, int seconds)
    {
        var program = Program("adex-first", options);
        FeatureSignal[] signals = [new("E", 0, 1000), new("I", 1, 1000)];
        var inputs = new FeatureInputs { Weights = connectome.Weights, TractLengths = connectome.TractLengths };
        var observer = new FeatureObserver(new FeatureSet(new FeatureOptions(), inputs, signals, connectome.Count, 1000 * seconds, options.Average, 0), signals, 0, options.Precision);
        double bare = double.PositiveInfinity, with = double.PositiveInfinity;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            bare = Math.Min(bare, Once(null));
            with = Math.Min(with, Once(observer));
        }
        return 100 * (with / bare - 1);

        double Once(FeatureObserver? observer)
        {
            // Several vectors of points one after another, so that each try takes a good part of a second.
            var batch = Batch(program, connectome, vectors: 8 / seconds);
            observer?.Begin(batch.Points, _ => false);
            batch.Observer = observer;
            double start = Calibration.CpuSeconds();
            batch.Advance((long)Math.Round(1000 * seconds / options.TimeStep));
            return Calibration.CpuSeconds() - start;
        }
    }

    private static BrainProgram Program(string model, IntegrationOptions options) => BrainProgram.Compile(BrainModels.Load(model), options, varied: ["G"], cacheFolder: BrainCase.KernelFolder);

    private static BrainBatch Batch(BrainProgram program, Connectome connectome, int vectors = 1)
    {
        int points = vectors * BrainBatch.WidthOf(program);
        return new BrainBatch(program, connectome, [.. Enumerable.Range(0, points).Select(i => new ParameterPoint(i, [0.1 + 0.2 * i / points]))]);
    }

    /// <summary>By CPU time, the best of some runs: others use the machine too.</summary>
    private static double Rate(string model, IntegrationOptions options, Connectome connectome)
    {
        var batch = Batch(Program(model, options), connectome);
        int steps = Warming;
        double best = 0;
        batch.Advance(steps);
        for (int repeat = 0; repeat < Repeats;)
        {
            double start = Calibration.CpuSeconds();
            batch.Advance(steps);
            double taken = Calibration.CpuSeconds() - start;
            // Long enough that an interruption of a few milliseconds is no matter.
            if (taken < Window) { steps *= 2; continue; }
            best = Math.Max(best, (double)steps * batch.Points * connectome.Count / taken);
            repeat++;
        }
        return best;
    }
}
