using Multiscale.Core;

namespace Multiscale.Metabolism;

public enum MetabolicModel
{
    [Summary("28 states: the neuron's membrane and sodium belong to the neuron solver, which imposes the pump's ATP use")]
    Coupled,

    [Summary("33 states: the published unit with its own mean-field neuron")]
    StandAlone,
}

public enum MetabolicStart
{
    [Summary("all cells start from the model's rest state at resting inflow and capillary volume")]
    Rest,

    [Summary("each cell starts from the rest state of its own inflow and capillary volume")]
    Steady,
}

[Summary("Energy metabolism of each neuron with its share of astrocyte, extracellular space and capillary (Jolivet et al. 2015).")]
public sealed record MetabolismOptions
{
    [Summary("Which set of states is integrated; fixed at start.")]
    public MetabolicModel Model { get; init; } = MetabolicModel.Coupled;

    [Summary("State the cells start from.")]
    public MetabolicStart Start { get; init; } = MetabolicStart.Steady;

    [Summary("Relative tolerance of the integrator.")]
    [Quantity("1", Min = 1e-13, Max = 1e-2)]
    public double RelativeTolerance { get; init; } = 1e-8;

    [Summary("Absolute tolerance of each state as a share of its value at rest, times the relative tolerance.")]
    [Quantity("1", Min = 0, Above = true, Max = 1)]
    public double AbsoluteShare { get; init; } = 1e-3;

    [Summary("ATP demand of the neuron's Na/K pump at rest, per volume of the neuron; used at start and while no neurons are coupled.")]
    [Quantity("mM/s", Min = 0)]
    public double RestingDemand { get; init; } = UnitDrive.RestingDemand;

    [Summary("Blood inflow per volume of tissue at rest; used until blood flow delivers its own.")]
    [Quantity("1/s", Min = 0, Above = true)]
    public double RestingInflow { get; init; } = 0.012;

    [Summary("Capillary share of the tissue at rest; used until blood flow delivers its own.")]
    [Quantity("1", Min = 0, Max = 0.2, Above = true)]
    public double CapillaryFraction { get; init; } = 0.0055;
}
