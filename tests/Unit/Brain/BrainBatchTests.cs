using Multiscale.Brain;
using Multiscale.Modeling;

namespace Multiscale.UnitTests;

/// <summary>Batches of brains: what a point gives does not depend on its company.</summary>
public sealed class BrainBatchTests
{
    private static readonly Connectome Small = SyntheticConnectome.Make(new SyntheticConnectomeOptions { Regions = 10, Degree = 5 }).Normalized(Normalization.Columns);
    private static readonly IntegrationOptions Options = new() { Speed = 3 };

    private sealed class Trace : IBrainObserver
    {
        public Dictionary<(int Point, long Period), double[]> Seen { get; } = [];

        public void Sample(in BrainSample sample)
        {
            for (int lane = 0; lane < sample.Points; lane++)
            {
                var values = new double[2 * sample.Regions];
                for (int v = 0; v < 2; v++)
                    for (int r = 0; r < sample.Regions; r++) values[v * sample.Regions + r] = sample[v, r, lane];
                Seen[(sample.FirstPoint + lane, sample.Period)] = values;
            }
        }
    }

    private static Trace Run(BrainProgram program, ParameterPoint[] points, params long[] steps)
    {
        var trace = new Trace();
        var batch = new BrainBatch(program, Small, points) { Observer = trace };
        batch.SetInitial("E", [.. Enumerable.Range(0, Small.Count).Select(k => 1e-3 * (1 + k % 3))]);
        foreach (long n in steps) batch.Advance(n);
        return trace;
    }

    /// <summary>Alone the regions are the lanes of vectors, together the points are; with speeds of their own each lane has its own delays. All to the last bit.</summary>
    [Theory]
    [InlineData(Precision.Double, IntegrationScheme.Heun, "b_e")]
    [InlineData(Precision.Single, IntegrationScheme.Euler, "b_e")]
    [InlineData(Precision.Double, IntegrationScheme.Euler, "speed")]
    [InlineData(Precision.Single, IntegrationScheme.Heun, "speed")]
    public void Advance_AnyBatchSize_GivesEqualBits(Precision precision, IntegrationScheme scheme, string varied)
    {
        var program = BrainProgram.Compile(BrainModels.Load("adex-first"), Options with { Precision = precision, Scheme = scheme }, varied: [varied]);
        ParameterPoint[] points = [.. Enumerable.Range(0, BrainBatch.WidthOf(program) + 7).Select(i => new ParameterPoint(100 + i, [varied == "speed" ? 0.5 + i : 4.0 * i]))];
        var together = Run(program, points, 200);
        var parts = Run(program, points, 13, 100, 87);
        Assert.Equal(points.Length * 20, together.Seen.Count);
        foreach (var (key, values) in together.Seen) Assert.Equal(values, parts.Seen[key]);
        foreach (int p in (int[])[0, 3, points.Length - 1])
        {
            var alone = Run(program, [points[p]], 200);
            for (long period = 0; period < 20; period++) Assert.Equal(alone.Seen[(0, period)], together.Seen[(p, period)]);
        }
    }

    [Fact]
    public void Advance_WarmSteps_AllocateNothing()
    {
        var batch = new BrainBatch(BrainProgram.Compile(BrainModels.Load("mpr"), Options with { Precision = Precision.Single }), Small, [.. Enumerable.Range(0, 40).Select(i => new ParameterPoint(i, []))]);
        batch.Advance(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        batch.Advance(100);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Noise is the same sequence in both lengths of number: it differs by rounding, a few 1e-7 of its size of 2.2.</summary>
    [Fact]
    public void Noise_SingleAndDouble_SeeTheSameNumbers()
    {
        double Ou(Precision precision)
        {
            var batch = new BrainBatch(BrainProgram.Compile(BrainModels.Load("adex-first"), Options with { Precision = precision, Scheme = IntegrationScheme.Euler }), Small, [new ParameterPoint(5, [])]);
            batch.Advance(501);
            return batch.State("ou", 0, 7);
        }
        Assert.Equal(Ou(Precision.Double), Ou(Precision.Single), 1e-5);
    }

    /// <summary>
    /// The stationary deviation sqrt(nsig tau) = 2.236, with Euler's 1/(1 - dt/(2 tau)) in the variance. 320 independent series of 200 ms, 40 correlation
    /// times: 6,400 independent values, deviation good to 1/sqrt(12,800) = 0.9 %; 4 of these are allowed. Neighbours in region and instance are uncorrelated.
    /// </summary>
    [Fact]
    public void Noise_OrnsteinUhlenbeck_HasItsDeviation()
    {
        var program = BrainProgram.Compile(BrainModels.Load("adex-first"), Options with { Precision = Precision.Single, Scheme = IntegrationScheme.Euler });
        var batch = new BrainBatch(program, Small, [.. Enumerable.Range(0, 32).Select(i => new ParameterPoint(i, []))]);
        double squares = 0, regions = 0, instances = 0, mean = 0;
        int count = 0;
        batch.Advance(500);
        for (int k = 0; k < 40; k++)
        {
            batch.Advance(50);
            for (int p = 0; p < 32; p++)
                for (int r = 0; r < 10; r++)
                {
                    double x = batch.State("ou", p, r);
                    squares += x * x;
                    mean += x;
                    regions += x * batch.State("ou", p, (r + 1) % 10);
                    instances += x * batch.State("ou", (p + 1) % 32, r);
                    count++;
                }
        }
        Assert.InRange(Math.Sqrt(squares / count) / Math.Sqrt(5 / (1 - 0.01)), 0.964, 1.036);
        Assert.InRange(mean / count / 2.236, -0.06, 0.06);
        Assert.InRange(regions / squares, -0.06, 0.06);
        Assert.InRange(instances / squares, -0.06, 0.06);
    }

    /// <summary>A pulse of one region arrives at the other after its delay, and not before; delays longer than all others of the batch too.</summary>
    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(20)]
    public void Delay_OfAFibre_IsKeptWhole(double speed)
    {
        var text = EquationText.Parse("model line\nstate x = 0\nstate y = 0\ninput I\ncoupling c = sum(x)\nx' = I - x\ny' = c\n", "line.model");
        var program = BrainProgram.Compile(text, new IntegrationOptions { Scheme = IntegrationScheme.Euler }, varied: ["speed"], inputs: ["I"]);
        var pair = new Connectome { Labels = ["a", "b"], Weights = [0, 0, 1, 0], TractLengths = [0, 0, 10, 0] };
        var batch = new BrainBatch(program, pair, [new ParameterPoint(0, [speed]), new ParameterPoint(1, [20])]) { Stimuli = [new Stimulus("I", [1, 0], t => t < 0.05 ? 1 : 0)] };
        int delay = Connectome.Delay(10, speed, 0.1);
        // x is set by the first step, sent after it, and received by the step that begins a delay later.
        batch.Advance(delay + 1);
        Assert.Equal(0, batch.State("y", 0, 1));
        batch.Advance(1);
        Assert.Equal(0.1 * 0.1, batch.State("y", 0, 1), 1e-15);
        batch.Advance(1);
        Assert.Equal(0.01 + 0.1 * 0.09, batch.State("y", 0, 1), 1e-15);
    }

    /// <summary>Orders 1 and 2 on a smooth model: halving the step divides the error by 2 and 4, within a tenth.</summary>
    [Theory]
    [InlineData(IntegrationScheme.Euler, 2)]
    [InlineData(IntegrationScheme.Heun, 4)]
    public void Advance_HalfTheStep_ConvergesAtItsOrder(IntegrationScheme scheme, double factor)
    {
        double End(int parts, IntegrationScheme by)
        {
            var batch = new BrainBatch(BrainProgram.Compile(BrainModels.Load("mpr"), new IntegrationOptions { TimeStep = 0.02 / parts, Noise = false, Average = 0.02, Scheme = by }, values: new Dictionary<string, double> { ["G"] = 0 }), Small, [new ParameterPoint(0, [])]);
            batch.Advance(100 * parts);
            return batch.State("V", 0, 0);
        }
        double exact = End(256, IntegrationScheme.Heun);
        Assert.InRange((End(4, scheme) - exact) / (End(8, scheme) - exact), 0.9 * factor, 1.1 * factor);
    }

    /// <summary>Two oscillators without noise and delay lock: their difference obeys x' = -2 G sin x, so tan(x/2) = tan(x0/2) exp(-2 G t).</summary>
    [Fact]
    public void Kuramoto_TwoOscillators_LockAsTheFormulaSays()
    {
        var pair = new Connectome { Labels = ["a", "b"], Weights = [0, 1, 1, 0], TractLengths = [0, 0, 0, 0] };
        var program = BrainProgram.Compile(BrainModels.Load("kuramoto"), new IntegrationOptions { TimeStep = 0.001, Noise = false }, values: new Dictionary<string, double> { ["G"] = 0.3 });
        var batch = new BrainBatch(program, pair, [new ParameterPoint(0, [])]);
        batch.SetInitial("theta", [0, 2]);
        batch.Advance(2000);
        double expected = 2 * Math.Atan(Math.Tan(1) * Math.Exp(-2 * 0.3 * 2));
        // The coupling is held over a step: first order, 2 G dt = 6e-4 relative at most.
        Assert.Equal(expected, batch.State("theta", 0, 1) - batch.State("theta", 0, 0), 1e-3 * expected);
    }

    [Theory]
    [InlineData(0.25, 0)]
    [InlineData(0.75, 2)]
    [InlineData(1.25, 2)]
    public void Delay_HalfAStep_RoundsToEven(double length, int steps) => Assert.Equal(steps, Connectome.Delay(length, 1, 0.5));

    public static TheoryData<string> Models => [.. BrainModels.Names];

    [Theory, MemberData(nameof(Models))]
    public void Model_Shipped_RunsWithNoiseAndCoupling(string name)
    {
        var batch = new BrainBatch(BrainProgram.Compile(BrainModels.Load(name), new IntegrationOptions { TimeStep = 0.02, Speed = 5 }, values: new Dictionary<string, double> { ["G"] = 0.01 }), Small, [new ParameterPoint(0, [])]);
        string state = batch.Program.Model.States[0].Name;
        double before = batch.State(state, 0, 0);
        batch.Advance(500);
        Assert.True(batch.IsFinite(0));
        Assert.NotEqual(before, batch.State(state, 0, 0));
    }
}
