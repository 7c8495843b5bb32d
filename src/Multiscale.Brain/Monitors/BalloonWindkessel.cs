using Multiscale.Core;

namespace Multiscale.Brain;

[Summary("Constants of the balloon model; those of The Virtual Brain unless given.")]
public sealed record BalloonOptions
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("decay of the vasodilatory signal"), Quantity("s", Min = 0, Above = true)]
    public double TauS { get; init; } = 1.54;

    [Summary("feedback of the flow on the signal"), Quantity("s", Min = 0, Above = true)]
    public double TauF { get; init; } = 1.44;

    [Summary("transit through the veins"), Quantity("s", Min = 0, Above = true)]
    public double TauO { get; init; } = 0.98;

    [Summary("stiffness of the veins")]
    public double Alpha { get; init; } = 0.32;

    [Summary("oxygen extraction at rest")]
    public double RestingExtraction { get; init; } = 0.4;

    [Summary("scale of the signal")]
    public double RestingVolume { get; init; } = 4;

    [Summary("echo time"), Quantity("s", Min = 0)]
    public double EchoTime { get; init; } = 0.04;

    [Summary("intravascular over extravascular signal")]
    public double SignalRatio { get; init; } = 0.5;

    [Summary("frequency offset at the wall of a vessel"), Quantity("1/s", Min = 0)]
    public double FrequencyOffset { get; init; } = 40.3;

    [Summary("slope of the intravascular relaxation"), Quantity("1/s", Min = 0)]
    public double RelaxationSlope { get; init; } = 25;
}

/// <summary>
/// BOLD by flow, volume and deoxyhaemoglobin of a venous balloon (Buxton et al. 1998; Friston et al. 2003; constants of the signal from Stephan et al. 2007):
/// s' = x - s/tau_s - (f - 1)/tau_f, f' = s, v' = (f - v^(1/alpha))/tau_o, q' = (f (1 - (1 - E0)^(1/f))/E0 - v^(1/alpha) q/v)/tau_o,
/// y = V0 (k1 (1 - q) + k2 (1 - q/v) + k3 (1 - v)), k1 = 4.3 nu0 E0 TE, k2 = eps r0 E0 TE, k3 = 1 - eps. Heun's rule with the activity x held over a step.
/// </summary>
public sealed class BalloonWindkessel
{
    private readonly BalloonOptions o;
    private readonly double[] signal, flow, volume, content;
    private readonly double step;

    /// <param name="step">[s].</param>
    public BalloonWindkessel(int regions, double step, BalloonOptions? options = null)
    {
        o = options ?? new BalloonOptions();
        this.step = step;
        (signal, flow, volume, content) = (new double[regions], new double[regions], new double[regions], new double[regions]);
        Array.Fill(flow, 1);
        Array.Fill(volume, 1);
        Array.Fill(content, 1);
    }

    /// <summary>Advances one step with the activity of each region.</summary>
    public void Advance(ReadOnlySpan<double> activity)
    {
        for (int r = 0; r < signal.Length; r++)
        {
            var (s, f, v, q) = (signal[r], flow[r], volume[r], content[r]);
            var a = Slope(activity[r], s, f, v, q);
            var b = Slope(activity[r], s + step * a.S, f + step * a.F, v + step * a.V, q + step * a.Q);
            signal[r] = s + 0.5 * step * (a.S + b.S);
            flow[r] = f + 0.5 * step * (a.F + b.F);
            volume[r] = v + 0.5 * step * (a.V + b.V);
            content[r] = q + 0.5 * step * (a.Q + b.Q);
        }
    }

    /// <summary>BOLD of each region now.</summary>
    public void Read(Span<double> bold)
    {
        double k1 = 4.3 * o.FrequencyOffset * o.RestingExtraction * o.EchoTime, k2 = o.SignalRatio * o.RelaxationSlope * o.RestingExtraction * o.EchoTime, k3 = 1 - o.SignalRatio;
        for (int r = 0; r < signal.Length; r++)
            bold[r] = o.RestingVolume * (k1 * (1 - content[r]) + k2 * (1 - content[r] / volume[r]) + k3 * (1 - volume[r]));
    }

    private (double S, double F, double V, double Q) Slope(double x, double s, double f, double v, double q)
    {
        double outflow = Math.Pow(v, 1 / o.Alpha);
        return (x - s / o.TauS - (f - 1) / o.TauF, s, (f - outflow) / o.TauO,
            (f * (1 - Math.Pow(1 - o.RestingExtraction, 1 / f)) / o.RestingExtraction - outflow * q / v) / o.TauO);
    }
}
