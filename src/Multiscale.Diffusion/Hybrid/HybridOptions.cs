using Multiscale.Core;

namespace Multiscale.Diffusion;

[Summary("Where molecules are many they move and react in bulk, by the equations of concentrations; where they are few, one by one. All numbers stay whole.")]
public sealed record HybridOptions
{
    [Summary("molecules of a species in a cell from which on it is continuous there"), Quantity("1", Min = 16)]
    public double Threshold { get; init; } = 200;

    [Summary("share of the threshold below which it is discrete again"), Quantity("1", Min = 0.25, Max = 1)]
    public double Release { get; init; } = 0.5;

    [Summary("species that may be continuous; all when left out")]
    public string[]? Continuous { get; init; }
}
