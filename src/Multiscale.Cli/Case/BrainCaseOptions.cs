using Multiscale.Brain;
using Multiscale.Core;

namespace Multiscale.Cli;

[Summary("A whole brain: regions with mean-field models, joined by fibres with delays. Values of parameters, states and inputs carry the units of the model's text.")]
public sealed record BrainCaseOptions
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("a shipped model: adex-first, adex-second, epileptor, jansen-rit, kuramoto, mpr, oscillator-2d, reduced-wong-wang")]
    public string Model { get; init; } = "adex-first";

    [Summary("the text of a model of your own, instead of a shipped one")]
    public InputPath? ModelFile { get; init; }

    [Summary("regions and fibres")]
    public ConnectomeCase Connectome { get; init; } = new();

    [Summary("how the equations are advanced")]
    public IntegrationOptions Integration { get; init; } = new();

    [Summary("parameters that differ from the model's text, such as b_e: 60 pA")]
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    [Summary("parameters with a value per region, bare numbers in the parameter's unit")]
    public IReadOnlyDictionary<string, double[]> RegionalParameters { get; init; } = new Dictionary<string, double[]>();

    [Summary("start values of states that differ from the model's text")]
    public IReadOnlyDictionary<string, string> Initial { get; init; } = new Dictionary<string, string>();

    [Summary("what drives inputs of the model")]
    public IReadOnlyList<BrainStimulus> Stimuli { get; init; } = [];

    [Summary("what is left out of statistics and features at the start")]
    public SimTime Transient { get; init; } = SimTime.Zero;

    [Summary("what is recorded besides the averages")]
    public BrainMonitors Monitors { get; init; } = new();

    [Summary("what a sweep computes of the activity after the transient")]
    public FeatureOptions Features { get; init; } = new();
}

[Summary("A connectome: one of tvb, weights with tract_lengths, or synthetic.")]
public sealed record ConnectomeCase
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("zip of The Virtual Brain")]
    public InputPath? Tvb { get; init; }

    [Summary("square table of weights, row: receiver; .csv, text or .npy")]
    public InputPath? Weights { get; init; }

    [Summary("square table of tract lengths [mm]")]
    public InputPath? TractLengths { get; init; }

    [Summary("names of the regions, one a line")]
    public InputPath? Labels { get; init; }

    [Summary("a connectome made by a rule; the default")]
    public SyntheticConnectomeOptions? Synthetic { get; init; }

    [Summary("leave out the weights of regions to themselves")]
    public bool ZeroDiagonal { get; init; }

    [Summary("how weights are scaled, after the diagonal")]
    public Normalization Normalization { get; init; } = Normalization.Columns;
}

[Summary("Pulses added to an input of the model.")]
public sealed record BrainStimulus
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("input of the model")]
    public string Input { get; init; } = "stimulus";

    [Summary("names of the regions; all when empty")]
    public string[] Regions { get; init; } = [];

    [Summary("start of the first pulse")]
    public SimTime Start { get; init; } = SimTime.Zero;

    [Summary("length of a pulse")]
    public required SimTime Duration { get; init; }

    [Summary("from pulse to pulse; 0: one pulse")]
    public SimTime Period { get; init; } = SimTime.Zero;

    [Summary("height of a pulse in the unit of the input")]
    public required string Amplitude { get; init; }
}

public enum BoldKind { None, Kernel, Balloon }

[Summary("Monitors of a brain; averages of the observed variables are always recorded.")]
public sealed record BrainMonitors
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("all states as they are, this often; 0: never")]
    public SimTime Raw { get; init; } = SimTime.Zero;

    [Summary("BOLD of the first observed variable: kernel (convolution) or balloon (Balloon-Windkessel)")]
    public BoldKind Bold { get; init; } = BoldKind.None;

    [Summary("from BOLD image to BOLD image")]
    public SimTime BoldPeriod { get; init; } = SimTime.FromMilliseconds(2000);

    [Summary("constants of the balloon model")]
    public BalloonOptions Balloon { get; init; } = new();

    [Summary("electrodes of an EEG of the first observed variable; 0: none")]
    public int EegElectrodes { get; init; }
}
