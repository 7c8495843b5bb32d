using Multiscale.Core;

namespace Multiscale.Brain;

public enum FeatureCompatibility
{
    [Summary("definitions as in docs/theory/features.md")]
    None,

    [Summary("definitions of the published TVB-AdEx scripts, faults included")]
    TvbAdex,
}

[Summary("Numbers that describe the activity of a brain, computed from averages of 1 ms without keeping the time series.")]
public sealed record FeatureOptions
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("whose definitions")]
    public FeatureCompatibility Compatibility { get; init; } = FeatureCompatibility.None;

    [Summary("observed variables that are described; the first two when empty")]
    public IReadOnlyList<string> Variables { get; init; } = [];

    [Summary("what a sweep keeps of every region besides, in the table `regions`: any of mean, std, min, max, variation, up-duration, down-duration, dominant-frequency")]
    public IReadOnlyList<RegionFeature> Regions { get; init; } = [];

    [Summary("length of the windows of functional connectivity dynamics"), Quantity("ms", Min = 0, Above = true)]
    public double Window { get; init; } = 1000;

    [Summary("distance from one window to the next; the window is a whole number of them"), Quantity("ms", Min = 0, Above = true)]
    public double WindowStep { get; init; } = 100;

    [Summary("regions of the default mode network, from 0; published default for 68 regions when empty and compatible")]
    public IReadOnlyList<int> DefaultMode { get; init; } = [];

    [Summary("region of the default mode network whose correlations are ranked")]
    public int? DefaultModeSeed { get; init; }

    [Summary("a measured functional connectivity (CSV, or NPY) that the computed one is compared with")]
    public InputPath? ReferenceConnectivity { get; init; }
}

/// <summary>What features compare activity with; matrices row by row.</summary>
public sealed record FeatureInputs
{
    public required double[] Weights { get; init; }

    public required double[] TractLengths { get; init; }

    public double[]? ReferenceConnectivity { get; init; }
}

/// <summary>A variable that features describe.</summary>
/// <param name="Scale">To Hz, where it is a rate: 1000 for kHz.</param>
public readonly record struct FeatureSignal(string Name, int Variable, double Scale);
