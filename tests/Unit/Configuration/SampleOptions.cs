using Multiscale.Core;

namespace Multiscale.UnitTests;

public enum SampleScheme
{
    [Summary("first order, never oscillates")]
    BackwardEuler,

    CrankNicolson,
}

[Summary("Everything a configuration can hold.")]
public sealed record SampleOptions
{
    [Summary("name of the case")]
    public required string Title { get; init; }

    [Quantity("ms", Min = 0, Above = true), Summary("length of the run")]
    public required SimTime End { get; init; }

    [Quantity("um^2/ms", Min = 0, Max = 10)]
    public double Diffusivity { get; init; } = 1.96;

    public double Fraction { get; init; } = 0.2;

    [Quantity("1", Min = 1, Max = 64)]
    public int Parts { get; init; } = 4;

    public long Seed { get; init; } = 1;

    public bool Flow { get; init; } = true;

    public SampleScheme Scheme { get; init; }

    [Quantity("um")]
    public double[] Corner { get; init; } = [];

    [Quantity("mM", Min = 0)]
    public IReadOnlyDictionary<string, double> Initial { get; init; } = new Dictionary<string, double>();

    public IReadOnlyList<SampleCell> Cells { get; init; } = [];

    public SampleSchedule Schedule { get; init; } = new();

    public SampleSchedule? Extra { get; init; }

    [Quantity("mV")]
    public double? Clamp { get; init; }

    public InputPath? Mesh { get; init; }

    public int Twice => 2 * Parts;
}

public sealed record SampleCell
{
    public required int Gid { get; init; }

    public string Kind { get; init; } = "pyramidal";

    public SourceLocation Location { get; init; }
}

public sealed record SampleSchedule
{
    [Quantity("ms")]
    public double Window { get; init; } = 0.625;

    public List<string> Order { get; init; } = ["neurons", "diffusion"];
}
