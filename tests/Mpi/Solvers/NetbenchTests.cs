using Multiscale.Cli;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.MpiTests;

/// <summary>
/// The network of `bench neurons`: spikes and voltages of all compartments are those of one process, to the bit. 256 cells: `multiscale verify netbench --ranks N`.
/// </summary>
public static class NetbenchTests
{
    [Ranks(1, 2, 3, 4)]
    public static void NeuronCompatible_AnyRanks_SameBits(Communicator ranks) => Compare(Netbench.Options, 200, 40, ranks);

    [Ranks(1, 2, 3, 4)]
    public static void Default_AnyRanks_SameBits(Communicator ranks) => Compare(Netbench.Default, 60, 40, ranks);

    /// <param name="end">Of the run with 16 cells [ms].</param>
    /// <param name="endOfMany">Of that with 64.</param>
    private static void Compare(NeuronOptions options, double end, double endOfMany, Communicator ranks)
    {
        foreach (var (cells, until) in new[] { (16, end), (64, endOfMany) })
        {
            var (spikes, wrongSpikes, wrongVoltages) = NetbenchRanks.Differences(options, cells, until, ranks);
            Assert.True(spikes > 2 * cells, $"{spikes} spikes say little");
            Assert.Equal(0, wrongSpikes);
            Assert.Equal(0, wrongVoltages);
        }
    }
}
