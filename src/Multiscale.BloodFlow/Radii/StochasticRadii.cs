using Multiscale.Core;

namespace Multiscale.BloodFlow;

/// <summary>
/// Reflected Ornstein-Uhlenbeck dilation of each vessel: x := |x e^(-k dt) + N(0, sigma^2 (1 - e^(-2 k dt)) / 2k)|, r = r_rest + x.
/// The process is symmetric, so its magnitude is the reflected one exactly, for any step. sigma = x_max sqrt(2 k) / C, and k is such that x_max is first reached from 0 after the mean time T.
/// </summary>
internal sealed class StochasticRadii : IRadiusProcess
{
    private readonly StochasticOptions options;
    private readonly EntitySet vessels;
    private readonly bool[] moves;
    private readonly double[] rest, dilation, deviation, rate;
    private ulong steps;

    public StochasticRadii(StochasticOptions options, double capillaryRadius, EntitySet vessels, bool[] moves, double[] rest)
    {
        this.options = options;
        this.vessels = vessels;
        this.moves = moves;
        this.rest = rest;
        dilation = new double[rest.Length];
        deviation = new double[rest.Length];
        rate = new double[rest.Length];
        double scaled = StochasticOptions.ScaledRate(options.Spread);
        for (int v = 0; v < rest.Length; v++)
        {
            bool capillary = rest[v] <= capillaryRadius;
            rate[v] = scaled / (capillary ? options.TimeCapillary : options.TimeArtery);
            deviation[v] = rest[v] * (capillary ? options.MaxCapillary : options.MaxArtery) / options.Spread;
        }
    }

    public void Advance(SimTime start, SimTime end, ReadOnlySpan<double> drive, Span<double> radii)
    {
        double span = (end - start).Milliseconds;
        int pieces = Math.Max(1, (int)Math.Ceiling(span / options.Step - 1e-9));
        double seconds = 1e-3 * span / pieces;
        for (int v = 0; v < rest.Length; v++)
        {
            if (!moves[v]) continue;
            double kept = Math.Exp(-rate[v] * seconds), spread = deviation[v] * Math.Sqrt(1 - kept * kept);
            var random = new CounterRandom((ulong)options.Seed, (ulong)vessels.OwnedIds[v]);
            for (int piece = 0; piece < pieces; piece++)
            {
                bool noisy = start.Milliseconds + piece * span / pieces < options.NoiseUntil;
                double noise = noisy ? spread * random.Normal(steps + (ulong)piece) : 0;
                dilation[v] = Math.Abs(dilation[v] * kept + noise);
            }
            radii[v] = rest[v] + dilation[v];
        }
        steps += (ulong)pieces;
    }

    public void Save(ICheckpoint checkpoint)
    {
        checkpoint.Put("blood-flow/dilation", vessels, dilation);
        checkpoint.PutGlobal("blood-flow/steps", [steps]);
    }

    public void Restore(ICheckpoint checkpoint)
    {
        checkpoint.Get("blood-flow/dilation", vessels, dilation);
        steps = (ulong)checkpoint.GetGlobal("blood-flow/steps")[0];
    }
}
