using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>A parameter of a mechanism in all sections of a kind.</summary>
/// <param name="Section">soma, axon, dend or apic.</param>
/// <param name="Mechanism">Its name, as after SUFFIX.</param>
/// <param name="Parameter">Its name within the mechanism; empty where the mechanism is only inserted.</param>
public sealed record MechanismParameter(string Section, string Mechanism, string Parameter, double Value);

/// <summary>A parameter of a mechanism as a function of the path distance [um] from the middle of the soma.</summary>
public sealed record DistanceRule(string Section, string Mechanism, string Parameter, Func<double, double> Value);

/// <summary>What the membrane of a cell holds by kind of section, as Allen's fit.json, NeuroML cells or hoc templates tell it.</summary>
public sealed record BiophysicalModel
{
    public static readonly string[] SectionKinds = ["soma", "axon", "dend", "apic"];

    /// <summary>Axial resistivity [Ohm cm] by kind of section.</summary>
    public IReadOnlyDictionary<string, double> Resistivity { get; init; } = new Dictionary<string, double>();

    /// <summary>Capacitance [uF/cm2] by kind of section.</summary>
    public IReadOnlyDictionary<string, double> Capacitance { get; init; } = new Dictionary<string, double>();

    /// <summary>In the order of the file: a later value of the same parameter wins.</summary>
    public IReadOnlyList<MechanismParameter> Parameters { get; init; } = [];

    /// <summary>ena [mV] by kind of section.</summary>
    public IReadOnlyDictionary<string, double> SodiumReversal { get; init; } = new Dictionary<string, double>();

    /// <summary>ek [mV] by kind of section.</summary>
    public IReadOnlyDictionary<string, double> PotassiumReversal { get; init; } = new Dictionary<string, double>();

    /// <summary>Parameters that depend on the distance from the soma.</summary>
    public IReadOnlyList<DistanceRule> Rules { get; init; } = [];

    /// <summary>Whether the axon is replaced by a stub of two sections of 30 um, as wide as the first two of the axon.</summary>
    public bool ReplacesAxon { get; init; }

    /// <summary>What the file asks for beyond that and that is not done, for the user to know.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Names of the mechanisms.</summary>
    public IEnumerable<string> Mechanisms => Parameters.Select(p => p.Mechanism).Distinct();

    /// <summary>Splits NEURON's name of a range variable, such as gbar_Ih, into parameter and mechanism.</summary>
    /// <param name="mechanism">The mechanism where it is known, otherwise empty.</param>
    internal static (string Parameter, string Mechanism)? Split(string name, string mechanism)
    {
        if (mechanism.Length > 0) return (name.EndsWith("_" + mechanism, StringComparison.Ordinal) ? name[..^(mechanism.Length + 1)] : name, mechanism);
        int at = name.IndexOf('_', StringComparison.Ordinal);
        return at > 0 && at < name.Length - 1 ? (name[..at], name[(at + 1)..]) : null;
    }
}
