using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Parallel;

namespace Multiscale.NumericsTests;

/// <summary>Oracle: the same axon in finer steps, or the closed form of the cable on finer meshes.</summary>
public sealed class MembraneTests
{
    private static readonly SerialCommunicator Serial = new();

    /// <summary>A spike of the squid's axon, both ends over 2 to 4 ms; the reference has an eighth of the finest step.</summary>
    [Fact]
    public void Spike_HalfTheStep_GivesAQuarterOfTheError()
    {
        double[] exact = Trace(0.00125), coarse = Trace(0.02), fine = Trace(0.01);
        double order = Math.Log2(Distance(coarse, exact) / Distance(fine, exact));
        Assert.True(order is > 1.8 and < 2.3, $"{Distance(coarse, exact):e3} {Distance(fine, exact):e3}");
    }

    [Fact]
    public void Cable_HalfTheSpacing_GivesAQuarterOfTheError()
    {
        double coarse = PassiveAxon.Errors(Serial, 20, 0.0125, channels: false, until: 20).Start, fine = PassiveAxon.Errors(Serial, 40, 0.0125, channels: false, until: 20).Start;
        Assert.True(Math.Log2(coarse / fine) is > 1.8 and < 2.3, $"{coarse:e3} {fine:e3}");
    }

    private static double[] Trace(double step)
    {
        var solver = new SquidAxonTets(Serial, ReactionMethod.Deterministic, 40, step).Solver();
        var trace = new List<double>();
        for (int k = 1; k <= 20; k++)
        {
            solver.Advance(SimTime.FromMilliseconds(0.2 * k));
            var (start, end) = SquidAxonTets.Ends(solver);
            if (k > 10) trace.AddRange([start, end]);
        }
        return [.. trace];
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Average());
}
