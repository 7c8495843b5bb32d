using Multiscale.Core;

namespace Multiscale.Sweep;

public enum AxisKind
{
    [Summary("`count` values from `from` to `to`, both included")]
    Linspace,

    [Summary("the `values`: quantities, or words")]
    List,

    [Summary("uniform random values between `from` and `to`, one per sample")]
    Random,

    [Summary("values between `from` and `to` from a Sobol sequence whose dimensions are the axes of this kind, one per sample")]
    Sobol,
}

public enum SeedRule
{
    [Summary("every point draws its own random numbers, from the sweep's seed and the number of the point")]
    PerPoint,

    [Summary("all points draw the same random numbers, from the sweep's seed")]
    Common,
}

[Summary("A sweep: a base case, the axes along which it is changed, and what is kept of each point.")]
public sealed record SweepOptions
{
    [Summary("name of the sweep")]
    public required string Name { get; init; }

    [Summary("the case that every point starts from")]
    public required InputPath Base { get; init; }

    [Summary("changes of the base case for all points, such as `duration=1 s`, as in `--set`")]
    public IReadOnlyList<string> Overrides { get; init; } = [];

    [Summary("seed of the points' random numbers and of random axes")]
    public long Seed { get; init; } = 1;

    [Summary("how points get their random numbers")]
    public SeedRule Seeds { get; init; } = SeedRule.PerPoint;

    [Summary("axes by name, the slowest first; random and Sobol axes vary together, fastest")]
    public required IReadOnlyDictionary<string, AxisOptions> Axes { get; init; }

    [Summary("number of samples along the random and Sobol axes")]
    [Quantity("1", Min = 0)]
    public int Samples { get; init; }

    [Summary("how often every point is run, each time with random numbers of its own")]
    [Quantity("1", Min = 1)]
    public int Repeats { get; init; } = 1;

    [Summary("decimals that values are rounded to, half to even, in the unit of their axis; none when left out")]
    [Quantity("1", Min = 0, Max = 15)]
    public int? Round { get; init; }

    [Summary("conditions that a point must meet, such as `E_L_i < E_L_e + 4 mV`")]
    public IReadOnlyList<string> Constraints { get; init; } = [];

    [Summary("numbers of the points whose time series are kept, as files in `series/`; brains only")]
    public IReadOnlyList<long> Series { get; init; } = [];

    [Summary("whether the functional connectivity of each point is kept, for later comparison: 4 bytes per pair of regions and point; brains only")]
    public bool KeepConnectivity { get; init; }

    [Summary("of the points that remain, only every n-th: a sample of a large sweep")]
    [Quantity("1", Min = 1)]
    public int Every { get; init; } = 1;
}

[Summary("One parameter and the values it takes.")]
public sealed record AxisOptions
{
    [Summary("key path of the parameter in the base case, as in `--set`; the name of the axis when left out")]
    public string? Parameter { get; init; }

    [Summary("how the values are chosen")]
    public AxisKind Kind { get; init; } = AxisKind.Linspace;

    [Summary("first value, with its unit")]
    public string? From { get; init; }

    [Summary("last value, with its unit")]
    public string? To { get; init; }

    [Summary("number of values of a linspace")]
    [Quantity("1", Min = 1)]
    public int? Count { get; init; }

    [Summary("the values of a list")]
    public IReadOnlyList<string> Values { get; init; } = [];
}
