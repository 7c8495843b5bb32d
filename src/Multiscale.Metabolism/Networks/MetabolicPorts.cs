using Multiscale.Core;

namespace Multiscale.Metabolism;

/// <summary>A quantity that models may take from other solvers.</summary>
/// <param name="Supply">Must be positive: without it a cell dies within seconds.</param>
internal sealed record MetabolicPort(string Name, string Unit, Sampling Sampling, bool Supply)
{
    /// <summary>Unit of the amount, for those over a window by seconds.</summary>
    public string Rate => Sampling == Sampling.Integral ? Unit + "/s" : Unit;

    public Measure Measure => Unit == "mM" ? Measure.Intensive : Measure.Extensive;
}

/// <summary>The ports that a model's text may name.</summary>
internal static class MetabolicPorts
{
    public const string Demand = "atp-demand", Inflow = "inflow", Capillaries = "capillary-volume", Oxygen = "oxygen", Glucose = "glucose";

    public static IReadOnlyList<MetabolicPort> All { get; } =
    [
        new(Demand, "amol", Sampling.Integral, false),
        new("glial-potassium", "amol", Sampling.Integral, false),
        new("transmitter-exposure", "mS/cm2*ms", Sampling.Integral, false),
        new(Inflow, "um^3/s", Sampling.Instant, true),
        new(Capillaries, "um^3", Sampling.Instant, true),
        new(Oxygen, "mM", Sampling.Instant, true),
        new(Glucose, "mM", Sampling.Instant, true),
    ];

    /// <exception cref="InputException">MS0608: no other solver has such a quantity.</exception>
    public static MetabolicPort Of(TakenInput take) => All.FirstOrDefault(p => p.Name == take.Port)
        ?? throw new InputException("MS0608", $"there is no port '{take.Port}'", "take one of " + string.Join(", ", All.Select(p => p.Name)), take.At);

    /// <summary>The port's amount, by its volume and, over a window, by seconds, in the unit of the model's input.</summary>
    /// <exception cref="InputException">MS0608: the two do not fit.</exception>
    public static double FactorTo(this MetabolicPort port, string inputUnit, Share per, SourceLocation at)
    {
        string unit = port.Rate + (per == Share.Whole ? "" : "/um^3");
        if (Unit.TryParse(unit, out var from) && Unit.TryParse(inputUnit.Length == 0 ? "1" : inputUnit, out var to) && from.Dimension == to.Dimension) return from.FactorTo(to);
        throw new InputException("MS0608", $"the port {port.Name} gives {unit}, the input is in '{inputUnit}'", "divide 'per cell' or 'per tissue', or declare the input in a unit of that dimension", at);
    }
}
