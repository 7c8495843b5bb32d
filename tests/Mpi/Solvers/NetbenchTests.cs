using Multiscale.Cli;
using Multiscale.Core;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.MpiTests;

/// <summary>The network of `bench neurons` with 16 cells: spikes and the voltage of cell 0 are those of one process, to the bit.</summary>
public static class NetbenchTests
{
    private const int Cells = 16;

    [Ranks(1, 2, 3, 4)]
    public static void NeuronCompatible_AnyRanks_SameBits(Communicator ranks) => Compare(Netbench.Options, 200, ranks);

    [Ranks(1, 2, 3, 4)]
    public static void Default_AnyRanks_SameBits(Communicator ranks) =>
        Compare(Netbench.Options with { Method = IntegrationMethod.CrankNicolson, Compatibility = Compatibility.None }, 60, ranks);

    private static void Compare(NeuronOptions options, double end, Communicator ranks)
    {
        var (alone, together) = (Run(options, end, new SerialCommunicator()), Run(options, end, ranks));
        Assert.True(alone.Spikes.Length > 2 * 2 * Cells);
        Assert.Equal(alone.Spikes, together.Spikes);
        if (ranks.IsRoot) Assert.Equal(alone.Voltages, together.Voltages);
    }

    /// <summary>Bits of all spikes (cell, time), and of the voltage of cell 0 after each ms where it is.</summary>
    private static (long[] Spikes, long[] Voltages) Run(NeuronOptions options, double end, Communicator ranks)
    {
        var solver = new NeuronSolver(options, Netbench.Of(Cells, ranks), ranks);
        var voltages = new List<long>();
        for (int t = 1; t <= end; t++)
        {
            solver.Advance(SimTime.FromMilliseconds(t));
            if (solver.Layout.LocalOf(0) >= 0) voltages.Add(BitConverter.DoubleToInt64Bits(solver.VoltageAt(0, 0, 0.5)));
        }
        var own = solver.Spikes.SelectMany(s => new[] { s.Gid, BitConverter.DoubleToInt64Bits(s.Time) }).ToArray();
        // Bits of positive times ascend as the times do.
        var all = ranks.Allgatherv<long>(own).Chunk(2).OrderBy(s => s[1]).ThenBy(s => s[0]);
        return ([.. all.SelectMany(s => s)], [.. voltages]);
    }
}
