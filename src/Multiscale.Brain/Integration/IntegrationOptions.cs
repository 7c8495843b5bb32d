using Multiscale.Core;

namespace Multiscale.Brain;

public enum IntegrationScheme
{
    [Summary("explicit trapezoid, second order without noise; the coupling is taken at the start of the step and held, as in The Virtual Brain")]
    Heun,

    [Summary("forward Euler, first order; Euler-Maruyama with noise")]
    Euler,
}

public enum DerivativeMode
{
    [Summary("analytic derivatives of the transfer function")]
    Fast,

    [Summary("central differences of width 2e-7 kHz, as The Virtual Brain takes them")]
    Tvb,
}

public enum Precision { Double, Single }

[Summary("How the equations are advanced.")]
public sealed record IntegrationOptions
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("time step"), Quantity("ms", Min = 0, Above = true)]
    public double TimeStep { get; init; } = 0.1;

    [Summary("scheme")]
    public IntegrationScheme Scheme { get; init; } = IntegrationScheme.Heun;

    [Summary("derivatives of functions: analytic (fast) or by differences (tvb)")]
    public DerivativeMode Mode { get; init; } = DerivativeMode.Fast;

    [Summary("length of numbers; single is about twice as fast, and not offered with tvb")]
    public Precision Precision { get; init; } = Precision.Double;

    [Summary("speed of signals along fibres"), Quantity("m/s", Min = 0, Above = true)]
    public double Speed { get; init; } = 4;

    [Summary("whether the noise of the model is on")]
    public bool Noise { get; init; } = true;

    [Summary("seed of the noise")]
    public long Seed { get; init; } = 1;

    [Summary("what is averaged into one sample; a whole number of time steps"), Quantity("ms", Min = 0, Above = true)]
    public double Average { get; init; } = 1;
}
