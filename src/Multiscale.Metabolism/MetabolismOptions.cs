using Multiscale.Core;

namespace Multiscale.Metabolism;

public enum MetabolicStart
{
    [Summary("all cells start from the model's rest state at resting inflow and capillary volume")]
    Rest,

    [Summary("each cell starts from the rest state of its own inflow and capillary volume")]
    Steady,

    [Summary("all cells start from the initial values of the model's text")]
    Initial,
}

public enum FailureResponse
{
    [Summary("the run stops, naming cell, time and values")]
    Abort,

    [Summary("the cell keeps its last values from there on and is listed; what it is asked for is accounted as unserved")]
    Exclude,

    [Summary("a state that leaves its bounds is set to the bound and listed; a cell that cannot go on is excluded")]
    Clamp,
}

[Summary("Energy metabolism of each neuron with its share of astrocyte, extracellular space and capillary (Jolivet et al. 2015, or a model of your own).")]
public sealed record MetabolismOptions
{
    public const string Coupled = "jolivet-2015-coupled", StandAlone = "jolivet-2015", Supplied = "jolivet-2015-supplied";

    [Summary("Shipped model, or a .model or SBML file; jolivet-2015-coupled leaves membrane and sodium to the neuron solver, jolivet-2015-supplied also oxygen and glucose to fields of the tissue, jolivet-2015 has its own mean-field neuron.")]
    public string Model { get; init; } = Coupled;

    [Summary("Parameters of the model that differ from its text.")]
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();

    [Summary("State the cells start from.")]
    public MetabolicStart Start { get; init; } = MetabolicStart.Steady;

    [Summary("What happens to a cell whose states leave their bounds or that cannot be integrated.")]
    public FailureResponse OnFailure { get; init; } = FailureResponse.Abort;

    [Summary("Relative tolerance of the integrator.")]
    [Quantity("1", Min = 1e-13, Max = 1e-2)]
    public double RelativeTolerance { get; init; } = 1e-8;

    [Summary("Absolute tolerance of each state as a share of its value at rest, times the relative tolerance.")]
    [Quantity("1", Min = 0, Above = true, Max = 1)]
    public double AbsoluteShare { get; init; } = 1e-3;

    [Summary("ATP demand of the neuron's Na/K pump at rest, per volume of the neuron; used at start and while no neurons are coupled.")]
    [Quantity("mM/s", Min = 0)]
    public double RestingDemand { get; init; } = PublishedDemand;

    [Summary("Blood inflow per volume of tissue at rest; used until blood flow delivers its own.")]
    [Quantity("1/s", Min = 0, Above = true)]
    public double RestingInflow { get; init; } = 0.012;

    [Summary("Capillary share of the tissue at rest; used until blood flow delivers its own.")]
    [Quantity("1", Min = 0, Max = 0.2, Above = true)]
    public double CapillaryFraction { get; init; } = 0.0055;

    [Summary("Oxygen in the tissue around a cell at rest, for models that take it; used until a field delivers its own.")]
    [Quantity("mM", Min = 0, Above = true)]
    public double RestingOxygen { get; init; } = 0.04;

    [Summary("Glucose in the tissue around a cell at rest, for models that take it; used until a field delivers its own.")]
    [Quantity("mM", Min = 0, Above = true)]
    public double RestingGlucose { get; init; } = 2.4;

    /// <summary>Pump of the published model at its fixed point (no excitation, F = 0.012 1/s) [mM/s].</summary>
    public const double PublishedDemand = 0.1786307273742651;
}
