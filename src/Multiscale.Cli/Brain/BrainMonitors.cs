using Multiscale.Brain;
using Multiscale.Core;

namespace Multiscale.Cli;

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
