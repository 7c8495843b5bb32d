using System.Globalization;
using Multiscale.Cli;
using Multiscale.Core;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.NumericsTests;

/// <summary>NEURON 8.2.2's spikes of the network of `bench neurons`, 16 cells for 200 ms, exact rates, implicit Euler at 0.025 ms.</summary>
public sealed class NetbenchTests
{
    [Fact]
    public void Spikes_SixteenCells_AllAsNeuron()
    {
        var ranks = new SerialCommunicator();
        var solver = new NeuronSolver(Netbench.Options, Netbench.Of(16, ranks), ranks);
        solver.Advance(SimTime.FromMilliseconds(200));
        var expected = File.ReadLines(Repository.Path("tests", "Numerics", "VersusNeuron", "data", "netbench_n16_tab0.spikes.csv")).Skip(1)
            .Select(line => line.Split(',')).Select(p => (long.Parse(p[1], CultureInfo.InvariantCulture), double.Parse(p[0], CultureInfo.InvariantCulture))).ToArray();
        Assert.Equal(170, expected.Length);
        // Spike times are ends of steps, written with four decimals: the same step, or another one.
        var actual = solver.Spikes.Select(s => (s.Gid, Math.Round(s.Time, 4))).OrderBy(s => s.Item2).ThenBy(s => s.Gid).ToArray();
        Assert.Equal(expected, actual);
    }
}
