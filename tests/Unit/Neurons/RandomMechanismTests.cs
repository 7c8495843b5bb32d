using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

/// <summary>
/// RANDOM, and C code that is replaced by it: NEURON 8 has no RANDOM, so the oracle is the distribution. Means of n draws are within 4.5 standard errors
/// (1 in 150,000), and the seed is fixed; streams are told apart by instance, and repeat by seed.
/// </summary>
public sealed class RandomMechanismTests
{
    private const int Cells = 40;

    [Fact]
    public void Kernel_Draws_HaveTheirDistributions()
    {
        var x = new List<double>();
        var (u, k, e) = (new List<double>(), new List<double>(), new List<double>());
        var solver = Noisy(1);
        for (int step = 1; step <= 100; step++)
        {
            solver.Advance(SimTime.FromMilliseconds(0.1 * step));
            foreach (var (name, list) in new[] { ("x", x), ("u", u), ("k", k), ("e", e) }) list.AddRange(solver.Variable(name + "_random_noise"));
        }
        Assert.Equal(x.Count, x.Distinct().Count()); // no two instances, no two steps alike
        AssertMoments(x, 0, 1);
        AssertMoments(u, 3, Math.Sqrt(4.0 / 12));
        AssertMoments(k, uint.MaxValue / 2.0, uint.MaxValue / Math.Sqrt(12));
        AssertMoments(e, 5, 5);
        Assert.All(u, value => Assert.InRange(value, 2, 4));
        Assert.All(k, value => Assert.Equal(Math.Floor(value), value));
        double correlation = x.Zip(e).Sum(p => p.First * (p.Second - 5) / 5) / x.Count;
        Assert.InRange(correlation * Math.Sqrt(x.Count), -4.5, 4.5);
    }

    [Fact]
    public void Kernel_SameSeed_SameDraws()
    {
        double[] Last(int seed)
        {
            var solver = Noisy(seed);
            solver.Advance(SimTime.FromMilliseconds(1));
            return [.. solver.Voltages];
        }
        Assert.Equal(Last(7), Last(7));
        Assert.All(Last(7).Zip(Last(8)), p => Assert.NotEqual(p.First, p.Second));
    }

    /// <summary>Binomial: of n events each is kept with probability p.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.1)]
    public void Verbatim_KnownStream_KeepsItsShareOfEvents(double p)
    {
        const int events = 2000;
        var parameters = new Dictionary<string, double> { ["p"] = p };
        var network = Network(1, "verbatim_urand", null) with
        {
            PointProcesses = [new PointProcess(0, "verbatim_urand", 0, 0, 0.5) { Parameters = parameters }, new PointProcess(1, "verbatim_urand", 0, 0, 0.5) { Parameters = parameters }],
            Connections = [new Connection(0, 1, 0, 0, [1e-9]), new Connection(1, 1, 1, 0, [1e-9]), new Connection(2, 1, 0, 0, [0])], // without weight: left by the bare return
            SpikeSources = [new SpikeSource(1, [.. Enumerable.Range(0, events).Select(i => 0.01 * i)])],
        };
        var solver = Solver(network, "verbatim_urand", 1);
        solver.Advance(SimTime.FromMilliseconds(21));
        double[] kept = [solver.PointVariable(0, "kept"), solver.PointVariable(1, "kept")];
        Assert.Equal(events, kept[0] + solver.PointVariable(0, "lost"));
        foreach (double n in kept) Assert.InRange((n - events * p) / Math.Sqrt(events * p * (1 - p)), -4.5, 4.5);
        Assert.NotEqual(kept[0], kept[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Verbatim_NoisySource_FiresAtExponentialIntervals(double old)
    {
        var parameters = new Dictionary<string, double> { ["noise"] = 1, ["number"] = 1e9, ["interval"] = 2, ["old"] = old };
        var network = new NeuronNetwork { Cells = [], ArtificialCells = [new ArtificialCell(0, "verbatim_netstim") { Parameters = parameters }, new ArtificialCell(1, "verbatim_netstim") { Parameters = parameters }] };
        var solver = Solver(network, "verbatim_netstim", 3);
        solver.Advance(SimTime.FromMilliseconds(8000));
        for (int gid = 0; gid < 2; gid++)
        {
            double[] times = [.. solver.Spikes.Where(s => s.Gid == gid).Select(s => s.Time)];
            Assert.Equal(5, times[0]);
            AssertMoments([.. times.Zip(times.Skip(1), (a, b) => b - a)], 2, 2);
        }
        Assert.NotEqual(solver.Spikes[2].Time, solver.Spikes[3].Time);
    }

    [Fact]
    public void Verbatim_NoNoise_FiresRegularly()
    {
        var network = new NeuronNetwork { Cells = [], ArtificialCells = [new ArtificialCell(0, "verbatim_netstim")] };
        var solver = Solver(network, "verbatim_netstim", 3);
        solver.Advance(SimTime.FromMilliseconds(200));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => 5.0 + 10 * i), solver.Spikes.Select(s => s.Time));
    }

    /// <summary>Four standard errors and a half of mean and of standard deviation (for the latter those of a normal distribution twofold: exponentials vary more).</summary>
    private static void AssertMoments(List<double> values, double mean, double deviation)
    {
        double error = deviation / Math.Sqrt(values.Count), average = values.Average(), spread = Math.Sqrt(values.Average(v => (v - average) * (v - average)));
        Assert.InRange(average, mean - 4.5 * error, mean + 4.5 * error);
        Assert.InRange(spread, deviation - 9 * error, deviation + 9 * error);
    }

    private static NeuronSolver Noisy(int seed) => Solver(Network(Cells, "random_noise", new() { ["sd"] = 1e-3 }), "random_noise", seed);

    private static NeuronSolver Solver(NeuronNetwork network, string file, int seed)
    {
        var catalog = new MechanismCatalog { CacheFolder = null };
        catalog.Add(Path.Combine(ModFiles.Tests, file + ".mod"));
        return new NeuronSolver(new NeuronOptions { TimeStep = 0.1, InitialVoltage = -65, Accumulation = false, Seed = seed, Kept = ["x_random_noise", "u_random_noise", "k_random_noise", "e_random_noise"], Compatibility = Compatibility.Neuron },
            network, new SerialCommunicator(), null, catalog);
    }

    private static NeuronNetwork Network(int cells, string mechanism, Dictionary<string, double>? parameters)
    {
        var soma = new Section(0, SectionType.Soma, -1, 0, [new(new Point3(0, 0, 0), 20), new(new Point3(20, 0, 0), 20)]);
        var membrane = MembraneOptions.Bare with { Passive = 1e-4 };
        if (parameters is not null) membrane = membrane with { Mechanisms = [new() { Name = mechanism, Parameters = parameters }] };
        var model = CellModel.Uniform("noisy", membrane, rest: false);
        return new NeuronNetwork { Cells = [.. Enumerable.Range(0, cells).Select(i => new CellDescription(i, new Morphology("soma", [soma]), model))] };
    }
}
