using Multiscale.Core;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>netbench-64 and netbench-256: compartment-steps per CPU-second on one rank.</summary>
internal static class NeuronBench
{
    // NEURON 8.2.2, cache_efficient(1), exact rates, one core of an idle 2-core AMD EPYC: compartment-steps per CPU-second.
    private static readonly Dictionary<int, double> Recorded = new() { [64] = 9.3e6, [256] = 8.4e6 };

    public static IEnumerable<BenchLine> Run()
    {
        var ranks = new SerialCommunicator();
        foreach (int cells in (int[])[64, 256])
        {
            var solver = new NeuronSolver(Netbench.Options, Netbench.Of(cells, ranks), ranks);
            solver.Advance(SimTime.FromMilliseconds(5));
            double cpu = Calibration.CpuSeconds();
            const double span = 45;
            solver.Advance(SimTime.FromMilliseconds(5 + span));
            double rate = cells * (double)Netbench.CompartmentsPerCell * (span / Netbench.Options.TimeStep) / (Calibration.CpuSeconds() - cpu);
            yield return new BenchLine("neurons", $"netbench-{cells}", "compartment-steps", rate, "1/s", "NEURON 8.2.2 (recorded)", Recorded[cells], rate / Recorded[cells]);
        }
    }
}
