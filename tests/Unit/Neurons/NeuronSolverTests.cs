using Multiscale.Core;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

public sealed class NeuronSolverTests
{
    private static readonly double[] Windows = [0.1, 2.5, 0.6, 7, 2.5, 12.3, 5]; // ms, shorter and longer than the delays

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)] // two ranks without a cell
    public void Advance_AnyNumberOfRanks_BitEqual(int ranks)
    {
        var serial = History(new SerialCommunicator());
        var parts = ThreadRanks.Run(ranks, History);
        Assert.True(serial.Spikes.Count >= 6, $"{serial.Spikes.Count} spikes");
        Assert.Equal(serial.Spikes, [.. parts.SelectMany(p => p.Spikes).OrderBy(s => s.Time).ThenBy(s => s.Gid)]);
        Assert.Equal(serial.State, [.. parts.SelectMany(p => p.State).OrderBy(s => s.Segment).ThenBy(s => s.Quantity)]);

        static (List<Spike> Spikes, List<(long Segment, int Quantity, double Value)> State) History(Communicator ranks)
        {
            var solver = SmallNetwork.Solver(ranks);
            Run(solver, Windows);
            var state = new List<(long, int, double)>();
            string[] ports = ["k-release", "na-release", "ca-release", "atp-use", "transmitter-exposure", "release-events"];
            for (int c = 0; c < solver.Layout.Count; c++)
            {
                long id = solver.Layout.Segments.OwnedIds[c];
                state.Add((id, 0, solver.Voltages[c]));
                state.Add((id, 1, solver.Variable("nai")[c]));
                for (int p = 0; p < ports.Length; p++) state.Add((id, 2 + p, solver.Port(ports[p]).Values[c]));
            }
            return ([.. solver.Spikes.OrderBy(s => s.Time).ThenBy(s => s.Gid)], state);
        }
    }

    [Fact]
    public void Restore_AfterSave_ContinuesToTheBit()
    {
        var solver = SmallNetwork.Solver(new SerialCommunicator());
        Run(solver, Windows);
        var checkpoint = new MemoryCheckpoint();
        solver.Save(checkpoint);
        solver.ClearSpikes();
        var copy = SmallNetwork.Solver(new SerialCommunicator());
        copy.Restore(checkpoint);
        Assert.Equal(solver.Time, copy.Time);
        Run(solver, [0.3, 10]);
        Run(copy, [0.3, 10]);
        Assert.NotEmpty(solver.Spikes);
        Assert.Equal(solver.Spikes, copy.Spikes);
        Assert.Equal(solver.Voltages.ToArray(), copy.Voltages.ToArray());
        foreach (var name in solver.VariableNames) Assert.Equal(solver.Variable(name).ToArray(), copy.Variable(name).ToArray());
        foreach (var port in solver.Ports) Assert.Equal(port.Values, copy.Port(port.Name).Values);
        for (int a = 0; a < solver.Accounts.Count; a++) Assert.Equal(solver.Accounts[a].Holdings().ToArray(), copy.Accounts[a].Holdings().ToArray());
    }

    [Theory]
    [InlineData("K", "k-release")]
    [InlineData("Na", "na-release")]
    [InlineData("Ca", "ca-release")]
    public void Release_Summed_EqualsWhatTheInsideLost(string quantity, string port)
    {
        var solver = SmallNetwork.Solver(new SerialCommunicator());
        var account = solver.Accounts.First(a => a.Quantity == quantity);
        var before = account.Holdings().ToArray();
        var released = new double[before.Length];
        double exchanged = 0;
        foreach (double window in Windows)
        {
            solver.Advance(solver.Time + SimTime.FromMilliseconds(window));
            for (int c = 0; c < released.Length; c++)
            {
                released[c] += solver.Port(port).Values[c];
                exchanged += Math.Abs(solver.Port(port).Values[c]);
            }
        }
        var after = account.Holdings();
        double open = 0;
        for (int c = 0; c < released.Length; c++) open += Math.Abs(before[c] - after[c] - released[c]);
        Assert.True(exchanged > 0.1, $"{exchanged} amol");
        // One rounding of the amount inside per window and compartment.
        Assert.True(open < 1e-10 * exchanged, $"{open / exchanged} of what was exchanged");
        var gained = account.Gained!();
        open = 0;
        for (int c = 0; c < released.Length; c++) open += Math.Abs(gained[c] + released[c]);
        // The gain sees no rounding of what is inside.
        Assert.True(open < 1e-13 * exchanged, $"{open / exchanged} of what was exchanged");
    }

    [Fact]
    public void AtpUse_OverASpan_MatchesAccount()
    {
        var solver = SmallNetwork.Solver(new SerialCommunicator());
        var account = solver.Accounts.First(a => a.Quantity == "ATP");
        Run(solver, [3, 4]);
        double before = account.Holdings()[0];
        Run(solver, [2.5]);
        // What the cell owes counts negative: to the ledger, use is giving.
        Assert.Equal(solver.Port("atp-use").Values[0], before - account.Holdings()[0], 1e-12);
        Assert.True(before < 0);
    }

    [Fact]
    public void Exposure_OfOneEvent_IsItsIntegral()
    {
        // Closed form: jump 0.03 mS/cm2 decays with 20 ms; the source fires at 1.0123 ms, 0.3 ms of delay.
        var solver = SmallNetwork.Solver(new SerialCommunicator(), weight: 0);
        Run(solver, [1, 2]);
        int c = solver.Layout.CompartmentAt(0, 2, 0.9);
        double age = 3 - 1.3123;
        Assert.Equal(1, solver.Port("release-events").Values[c]);
        Assert.Equal(0.03 * 20 * (1 - Math.Exp(-age / 20)), solver.Port("transmitter-exposure").Values[c], 1e-14);
        Run(solver, [1]);
        Assert.Equal(0, solver.Port("release-events").Values[c]);
        Assert.Equal(0.03 * 20 * (Math.Exp(-age / 20) - Math.Exp(-(age + 1) / 20)), solver.Port("transmitter-exposure").Values[c], 1e-14);
    }

    [Fact]
    public void Windows_CutDifferently_SameSpikesAndAmounts()
    {
        var (one, many) = (SmallNetwork.Solver(new SerialCommunicator()), SmallNetwork.Solver(new SerialCommunicator()));
        Run(one, [20]);
        Run(many, [0.025, 2.475, 0.5, 7, 5, 5]);
        Assert.NotEmpty(one.Spikes);
        // Concentrations round once per window: 1e-9 of mV and ms is far above that and far below any error of a step.
        Assert.Equal(one.Spikes, many.Spikes, (a, b) => a.Gid == b.Gid && Math.Abs(a.Time - b.Time) < 1e-9);
        Assert.Equal(one.Voltages.ToArray(), many.Voltages.ToArray(), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void LocalSource_OneWindow_FollowsManyShortOnes()
    {
        // Oracle: the outside moved by the release after every step, at a quarter of the time step.
        double[] outside = [.. Enumerable.Repeat(2000.0, SmallNetwork.Cells)];
        var local = SmallNetwork.Solver(new SerialCommunicator(), outside: outside);
        local.Advance(SimTime.FromMilliseconds(20));
        var stepped = SmallNetwork.Solver(new SerialCommunicator());
        var (ko, released) = (stepped.Port("ko").Values, stepped.Port("k-release").Values);
        var (nao, sodium) = (stepped.Port("nao").Values, stepped.Port("na-release").Values);
        var offsets = stepped.Layout.CellOffsets;
        for (int i = 0; i < 3200; i++)
        {
            stepped.Advance(stepped.Time + new SimTime(6_250_000));
            for (int cell = 0; cell < SmallNetwork.Cells; cell++)
            {
                double k = 0, na = 0;
                for (int c = offsets[cell]; c < offsets[cell + 1]; c++) (k, na) = (k + released[c], na + sodium[c]);
                for (int c = offsets[cell]; c < offsets[cell + 1]; c++) (ko[c], nao[c]) = (ko[c] + k / 2000, nao[c] + na / 2000);
            }
        }
        double seen = local.Variable("ko")[0];
        Assert.True(seen > 3.1, $"ko {seen}");
        Assert.Equal(ko[0], seen, 0.02 * (seen - 3)); // spikes of the two step sizes differ by microseconds
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Advance_Warm_AllocatesNothing(int threads)
    {
        var solver = SmallNetwork.Solver(new SerialCommunicator(), threads: threads);
        Run(solver, [60]); // lists and heap have grown, clamps are over
        solver.ClearSpikes();
        long before = GC.GetAllocatedBytesForCurrentThread();
        solver.Advance(SimTime.FromMilliseconds(70));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Constructor_FaultyNetwork_ReportsEveryFault()
    {
        var good = SmallNetwork.Of(0, 1);
        var bad = good with
        {
            Synapses = [good.Synapses[0] with { SourceGid = 77 }, good.Synapses[1] with { Delay = 0.001 }, good.Synapses[2] with { Section = 99 }],
            Clamps = [good.Clamps[0] with { Amplitude = double.NaN }],
        };
        var codes = Assert.Throws<InputException>(() => new NeuronSolver(SmallNetwork.Options, bad, new SerialCommunicator())).Diagnostics.Select(d => d.Code);
        Assert.Equal(["MS0217", "MS0218", "MS0217", "MS0219"], codes);
    }

    [Fact]
    public void Constructor_ChannelsOpenAtRest_NamesTheLeak()
    {
        var network = SmallNetwork.Of(0, 1);
        var model = CellModel.Uniform("leaky", new MembraneOptions { SlowPotassium = 0.05 }, true);
        network = network with { Cells = [.. network.Cells.Select(c => c with { Model = model })] };
        Assert.Equal("MS0220", Assert.Throws<InputException>(() => new NeuronSolver(SmallNetwork.Options, network, new SerialCommunicator())).Diagnostics[0].Code);
    }

    [Fact]
    public void Rest_BranchedCells_NothingDrifts()
    {
        var network = SmallNetwork.Of(0, 1) with { Clamps = [], SpikeSources = [new SpikeSource(100, [])] };
        var solver = new NeuronSolver(SmallNetwork.Options, network, new SerialCommunicator());
        solver.Advance(SimTime.FromMilliseconds(200));
        for (int c = 0; c < solver.Layout.Count; c++)
        {
            // 1e-9 per second allowed, in 0.2 s.
            Assert.Equal(10, solver.Variable("nai")[c], 2e-10);
            Assert.Equal(140, solver.Variable("ki")[c], 2e-10);
            Assert.Equal(1e-4, solver.Variable("cai")[c], 2e-10);
        }
    }

    [Fact]
    public void Settle_OtherSurroundings_RestAtTheSameDemand()
    {
        var solver = Settled();
        var copy = AtRest();
        var checkpoint = new MemoryCheckpoint();
        solver.Save(checkpoint);
        copy.Restore(checkpoint);
        solver.Advance(SimTime.FromMilliseconds(200));
        double used = solver.Port("atp-use").Values.Sum(), demand = 0.1786307273742651 * solver.Layout.Volume.Sum() * 0.2;
        Assert.Equal(1, used / demand, 1e-12);
        for (int c = 0; c < solver.Layout.Count; c++)
        {
            // 1e-9 per second allowed, in 0.2 s.
            Assert.Equal(-70, solver.Voltages[c], 2e-10);
            Assert.Equal(10, solver.Variable("nai")[c], 2e-10);
            Assert.Equal(140, solver.Variable("ki")[c], 2e-10);
        }
        // Densities are state: a solver built for other surroundings continues to the bit.
        copy.Advance(SimTime.FromMilliseconds(200));
        foreach (var port in solver.Ports) Assert.Equal(port.Values, copy.Port(port.Name).Values);
        Assert.Equal(solver.Voltages.ToArray(), copy.Voltages.ToArray());
        Assert.Throws<InvalidOperationException>(solver.Settle);

        static NeuronSolver AtRest() => new(SmallNetwork.Options, SmallNetwork.Of(0, 1) with { Clamps = [], SpikeSources = [new SpikeSource(100, [])] }, new SerialCommunicator());

        static NeuronSolver Settled()
        {
            var solver = AtRest();
            for (int c = 0; c < solver.Layout.Count; c++)
            {
                solver.Port("atp").Values[c] = 2.1 + 0.01 * (c % 7);
                solver.Port("ko").Values[c] = 3.3 - 0.02 * (c % 5);
                solver.Port("nao").Values[c] = 141 + c % 3;
            }
            solver.Settle();
            return solver;
        }
    }

    private static void Run(NeuronSolver solver, double[] windows)
    {
        foreach (double window in windows) solver.Advance(solver.Time + SimTime.FromMilliseconds(window));
    }
}
