using Multiscale.BloodFlow;
using Multiscale.Core;

namespace Multiscale.Cli;

[Summary("The vessels of the tissue and how blood flows in them.")]
public sealed record BloodFlowCase
{
    [Summary("SONATA vasculature file (.h5), or the edges of a CSV pair")]
    public required InputPath Vessels { get; init; }

    [Summary("the nodes of a CSV pair")]
    public InputPath? Nodes { get; init; }

    [Summary("viscosity, boundaries, radii")]
    public BloodFlowOptions Solver { get; init; } = new() { InflowPerTissue = 0.012, Radii = RadiusModel.Endfoot, Entries = EntryKind.RestingPressure };
}
