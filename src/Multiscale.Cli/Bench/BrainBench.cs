using Multiscale.Brain;

namespace Multiscale.Cli;

/// <summary>
/// Node-steps per second of user CPU time on one core: 68 regions with delays and noise, one full vector of points, time step 0.1 (mpr: 0.01).
/// Peers on one core of the recorded machine: The Virtual Brain (AdEx second order), a C++ probe without delays and noise, TVB's numba back end (mpr).
/// </summary>
internal static class BrainBench
{
    private const double Window = 0.3;
    private const int Repeats = 8;

    public static IEnumerable<BenchLine> Run()
    {
        var connectome = SyntheticConnectome.Make(new SyntheticConnectomeOptions()).Normalized(Normalization.Columns);
        var adex = new IntegrationOptions { Speed = 3 };
        var fast = adex with { Scheme = IntegrationScheme.Euler, Precision = Precision.Single };
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
    }

    /// <summary>By user CPU time, the best of some runs: others use the machine too.</summary>
    private static double Rate(string model, IntegrationOptions options, Connectome connectome)
    {
        var program = BrainProgram.Compile(BrainModels.Load(model), options, varied: ["G"], cacheFolder: BrainCase.KernelFolder);
        int points = BrainBatch.WidthOf(program);
        var batch = new BrainBatch(program, connectome, [.. Enumerable.Range(0, points).Select(i => new ParameterPoint(i, [0.1 + 0.2 * i / points]))]);
        int steps = 100;
        double best = 0;
        batch.Advance(steps);
        for (int repeat = 0; repeat < Repeats;)
        {
            double start = Calibration.CpuSeconds();
            batch.Advance(steps);
            double taken = Calibration.CpuSeconds() - start;
            // The clock of a process ticks in hundredths of a second.
            if (taken < Window) { steps *= 2; continue; }
            best = Math.Max(best, (double)steps * points * connectome.Count / taken);
            repeat++;
        }
        return best;
    }
}
