using Multiscale.Brain;
using Multiscale.Core;

namespace Multiscale.Cli;

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

    [Summary("height of a pulse, with the unit of the input")]
    public required string Amplitude { get; init; }

    /// <summary>The pulses as a course in time.</summary>
    /// <param name="unit">Of the input.</param>
    /// <exception cref="InputException">MS1511: the connectome has no such region.</exception>
    internal Stimulus In(Connectome connectome, Unit unit)
    {
        double height = Quantity.Parse(Amplitude, unit), start = Start.Milliseconds, length = Duration.Milliseconds, period = Period.Milliseconds;
        var regions = new double[connectome.Count];
        if (Regions.Length == 0) Array.Fill(regions, 1);
        foreach (string name in Regions)
        {
            int at = connectome.Labels.ToList().IndexOf(name);
            if (at < 0) throw new InputException("MS1511", $"the connectome has no region '{name}'", "its regions are " + string.Join(", ", connectome.Labels.Take(8)) + " ...", Location);
            regions[at] = 1;
        }
        return new Stimulus(Input, regions, t => t >= start && (period > 0 ? (t - start) % period : t - start) < length ? height : 0);
    }
}
