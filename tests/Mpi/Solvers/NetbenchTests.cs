using Multiscale.Cli;
using Multiscale.Core;
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

    /// <summary>Each cell with a gap junction to the next, so that voltages cross between ranks in every step.</summary>
    [Ranks(1, 2, 3, 4)]
    public static void GapJunctions_AnyRanks_SameBits(Communicator ranks)
    {
        foreach (var options in new[] { Netbench.Options, Netbench.Default })
        {
            var (spikes, wrongSpikes, wrongVoltages) = NetbenchRanks.Differences(options, Joined, 30, ranks);
            Assert.True(spikes > Cells, $"{spikes} spikes say little");
            Assert.Equal(0, wrongSpikes);
            Assert.Equal(0, wrongVoltages);
        }
        Assert.NotEqual(Ends(Joined), Ends(r => Netbench.Of(Cells, r)));
    }

    /// <summary>64 cells make eight groups, which three threads share out; point processes have events and WATCHes of their own in each.</summary>
    [Ranks(1, 2)]
    public static void Threads_AnyNumber_SameBits(Communicator ranks)
    {
        const int many = 64;
        foreach (var options in new[] { Netbench.Options, Netbench.Default })
            foreach (int threads in (int[])[2, 3])
            {
                var (spikes, wrongSpikes, wrongVoltages) = NetbenchRanks.Differences(options, WithProcesses, 12, ranks, threads);
                Assert.True(spikes > many / 2, $"{spikes} spikes say little");
                Assert.Equal(0, wrongSpikes);
                Assert.Equal(0, wrongVoltages);
            }

        static NeuronNetwork WithProcesses(Communicator ranks)
        {
            int[] mine = [.. Enumerable.Range(0, many).Where(i => i % ranks.Size == ranks.Rank)];
            return Netbench.Of(many, ranks) with
            {
                PointProcesses = [.. mine.Select(i => new PointProcess(i, "Exp2Syn", i, 5, 0.5) { Parameters = new Dictionary<string, double> { ["tau1"] = 0.4, ["tau2"] = 3 } })],
                Connections = [.. mine.Select(i => new Connection(i, (i + 5) % many, i, 1.3, [0.001]))],
            };
        }
    }

    private const int Cells = 16;

    private static NeuronNetwork Joined(Communicator ranks) => Netbench.Of(Cells, ranks) with
    {
        GapJunctions = [.. Enumerable.Range(0, Cells).Where(i => i % ranks.Size == ranks.Rank || (i + 1) % Cells % ranks.Size == ranks.Rank)
            .Select(i => new GapJunction(i, new GapEnd(i, 3, 0.5), new GapEnd((i + 1) % Cells, i % 2, 0.5), 0.002))],
    };

    private static double[] Ends(Func<Communicator, NeuronNetwork> network)
    {
        var serial = new SerialCommunicator();
        var solver = new NeuronSolver(Netbench.Default, network(serial), serial);
        solver.Advance(SimTime.FromMilliseconds(1));
        return solver.Voltages.ToArray();
    }

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
