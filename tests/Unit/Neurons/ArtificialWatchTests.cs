using Multiscale.Core;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

/// <summary>WATCH in an ARTIFICIAL_CELL: m exp(-(t - t0) / 5 ms), 1 more at every event, below 0.3 and above 1.5.</summary>
public sealed class ArtificialWatchTests
{
    private static readonly double[] Events = [1.31, 2.107, 12.013, 12.404, 13.918];

    /// <summary>Oracle: the exponential solved for the time; rises happen at events, and the third event of the second burst finds the charge above already.</summary>
    [Fact]
    public void Watch_ByDefault_FindsTheTimesOfTheClosedForm()
    {
        double first = 1 + Math.Exp(-(Events[1] - Events[0]) / 5), left = first * Math.Exp(-(Events[2] - Events[1]) / 5);
        double second = 1 + (1 + (1 + left) * Math.Exp(-(Events[3] - Events[2]) / 5)) * Math.Exp(-(Events[4] - Events[3]) / 5);
        AssertTimes([Events[1], Events[1] + 5 * Math.Log(first / 0.3), Events[3], Events[4] + 5 * Math.Log(second / 0.3)], Compatibility.None, 1e-12);
    }

    /// <summary>NEURON 8.2.2 with the same text as a POINT_PROCESS, which it can run: it looks at the end of each step of 0.025 ms.</summary>
    [Fact]
    public void Watch_InNeuronsSteps_FiresAtTheEndsOfNeuronsSteps() => AssertTimes([2.125, 11.225, 12.425, 24.725], Compatibility.Neuron, 1e-9);

    /// <summary>Six cells in a ring, so that what one finds drives the next; any number of ranks, and a restart between a rise and a fall, on other ranks than it was saved on.</summary>
    [Fact]
    public void Watch_OnRanksAndAfterARestart_IsBitEqual()
    {
        var one = Ring(new SerialCommunicator());
        one.Advance(SimTime.FromMilliseconds(40));
        var checkpoint = new MemoryCheckpoint();
        one.Save(checkpoint);
        one.Advance(SimTime.FromMilliseconds(80));
        Assert.True(one.Spikes.Count > 20, $"{one.Spikes.Count} spikes");
        foreach (int ranks in (int[])[2, 3])
        {
            var spikes = ThreadRanks.Run(ranks, r =>
            {
                var solver = Ring(r);
                solver.Advance(SimTime.FromMilliseconds(40));
                solver.Advance(SimTime.FromMilliseconds(80));
                return solver.Spikes.ToArray();
            });
            Assert.Equal(one.Spikes, spikes.SelectMany(s => s).OrderBy(s => s.Time).ThenBy(s => s.Gid));
        }
        var copy = Ring(new SerialCommunicator());
        copy.Restore(checkpoint);
        copy.Advance(SimTime.FromMilliseconds(80));
        Assert.Equal(one.Spikes.Where(s => s.Time > 40), copy.Spikes);
    }

    private static void AssertTimes(double[] expected, Compatibility compatibility, double tolerance)
    {
        var solver = Solver(new NeuronNetwork
        {
            Cells = [], ArtificialCells = [new ArtificialCell(0, "ArtificialWatch")], Connections = [new Connection(0, 1, 0, 0, [1]) { ToCell = true }], SpikeSources = [new SpikeSource(1, Events)],
        }, new SerialCommunicator(), compatibility);
        solver.Advance(SimTime.FromMilliseconds(30));
        Assert.Equal(expected, solver.Spikes.Select(s => s.Time), (a, b) => Math.Abs(a - b) <= tolerance);
    }

    private static NeuronSolver Ring(Communicator ranks)
    {
        long[] mine = [.. Enumerable.Range(0, 6).Where(i => i % ranks.Size == ranks.Rank)];
        return Solver(new NeuronNetwork
        {
            Cells = [],
            ArtificialCells = [.. mine.Select(i => new ArtificialCell(i, "ArtificialWatch") { Parameters = new Dictionary<string, double> { ["tau"] = 3 + 0.37 * i, ["high"] = 1.2 + 0.1 * i } })],
            Connections = [.. mine.SelectMany(i => new[] { new Connection(2 * i, (i + 5) % 6, i, 1.1 + 0.1 * i, [1.1]) { ToCell = true }, new Connection(2 * i + 1, 6, i, 0.3 * i, [0.9]) { ToCell = true } })],
            SpikeSources = [new SpikeSource(6, [1, 2.2, 9, 21.7, 33, 47.1, 60])],
        }, ranks, Compatibility.None);
    }

    private static NeuronSolver Solver(NeuronNetwork network, Communicator ranks, Compatibility compatibility)
    {
        var catalog = new MechanismCatalog { CacheFolder = null };
        catalog.Add(Path.Combine(ModFiles.Tests, "artificial_watch.mod"));
        return new NeuronSolver(new NeuronOptions { Compatibility = compatibility }, network, ranks, null, catalog);
    }
}
