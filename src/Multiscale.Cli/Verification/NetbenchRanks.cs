using Multiscale.Core;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>The network of `bench neurons` on several ranks beside the same on one: every spike and the voltage of every compartment, to the bit.</summary>
internal static class NetbenchRanks
{
    /// <summary>Simulates the network on all ranks together and on each alone. Collective.</summary>
    /// <param name="end">[ms].</param>
    /// <returns>Spikes of the run on one rank; how many of them differ in cell or time; how many voltages differ at any whole ms.</returns>
    public static (int Spikes, long WrongSpikes, long WrongVoltages) Differences(NeuronOptions options, int cells, double end, Communicator ranks) =>
        Differences(options, r => Netbench.Of(cells, r), end, ranks);

    /// <param name="threads">Of each rank, in the run on all of them.</param>
    public static (int Spikes, long WrongSpikes, long WrongVoltages) Differences(NeuronOptions options, Func<Communicator, NeuronNetwork> network, double end, Communicator ranks, int threads = 1)
    {
        var serial = new SerialCommunicator();
        var (alone, together) = (new NeuronSolver(options, network(serial), serial), new NeuronSolver(options with { Threads = threads }, network(ranks), ranks));
        long wrong = 0;
        for (int t = 1; t <= end; t++)
        {
            alone.Advance(SimTime.FromMilliseconds(t));
            together.Advance(SimTime.FromMilliseconds(t));
            ReadOnlySpan<double> expected = alone.Voltages, actual = together.Voltages;
            for (int c = 0; c < actual.Length; c++)
                if (BitConverter.DoubleToInt64Bits(actual[c]) != BitConverter.DoubleToInt64Bits(expected[(int)together.Layout.Segments.OwnedIds[c]])) wrong++;
        }
        long[][] one = Ordered(Bits(alone)), all = Ordered(ranks.Allgatherv<long>(Bits(together)));
        long same = one.Zip(all, (a, b) => a.AsSpan().SequenceEqual(b) ? 1 : 0).Sum();
        return (one.Length, Math.Max(one.Length, all.Length) - same, ranks.Sum(wrong));
    }

    private static long[] Bits(NeuronSolver solver) => [.. solver.Spikes.SelectMany(s => new[] { s.Gid, BitConverter.DoubleToInt64Bits(s.Time) })];

    /// <summary>By time, then cell: bits of positive times ascend as the times do.</summary>
    private static long[][] Ordered(long[] spikes) => [.. spikes.Chunk(2).OrderBy(s => s[1]).ThenBy(s => s[0])];
}
