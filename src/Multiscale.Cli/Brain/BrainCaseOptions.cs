using Multiscale.Brain;
using Multiscale.Core;

namespace Multiscale.Cli;

[Summary("A whole-brain network: a mean-field model in every region of a connectome.")]
public sealed record BrainCaseOptions
{
    /// <summary>Where the options begin in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("name of the run")]
    public required string Name { get; init; }

    [Summary("simulated time")]
    public required SimTime Duration { get; init; }

    [Summary("a shipped model by name, or the path of a .model file")]
    public required string Model { get; init; }

    [Summary("which of the brains with this seed: keys the noise")]
    public long Seed { get; init; } = 1;

    [Summary("values of the model's parameters that replace its defaults, with their units")]
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    [Summary("values that states start with in all regions, with their units, instead of the model's; the past is constant at them")]
    public IReadOnlyDictionary<string, string> Initial { get; init; } = new Dictionary<string, string>();

    [Summary("parameters with a value per region, bare numbers in the unit of the parameter")]
    public IReadOnlyDictionary<string, double[]> RegionalParameters { get; init; } = new Dictionary<string, double[]>();

    [Summary("what drives inputs of the model")]
    public IReadOnlyList<BrainStimulus> Stimuli { get; init; } = [];

    [Summary("regions and fibres")]
    public ConnectomeCase Connectome { get; init; } = new();

    [Summary("how the equations are advanced")]
    public IntegrationOptions Integration { get; init; } = new();

    [Summary("what is computed of the activity")]
    public FeatureOptions Features { get; init; } = new();

    [Summary("what `run` records besides the averages")]
    public BrainMonitors Monitors { get; init; } = new();
}

[Summary("Where the connectome comes from; synthetic when no file is given.")]
public sealed record ConnectomeCase
{
    [Summary("zip of The Virtual Brain")]
    public InputPath? Zip { get; init; }

    [Summary("square table of weights, with `lengths`")]
    public InputPath? Weights { get; init; }

    [Summary("square table of tract lengths [mm]")]
    public InputPath? Lengths { get; init; }

    [Summary("a connectome made by a rule")]
    public SyntheticConnectomeOptions Synthetic { get; init; } = new();

    [Summary("names of the regions, one a line, for tables")]
    public InputPath? Labels { get; init; }

    [Summary("leave out the weights of regions to themselves")]
    public bool ZeroDiagonal { get; init; }

    [Summary("how weights are scaled, after the diagonal")]
    public Normalization Normalization { get; init; } = Normalization.Columns;
}
