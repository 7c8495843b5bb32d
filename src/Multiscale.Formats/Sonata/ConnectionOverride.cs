using System.Globalization;
using System.Text.RegularExpressions;
using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>One entry of connection_overrides; what is null is left as the edges say, and later entries win field by field.</summary>
public sealed record ConnectionOverride(string Name, string Source, string Target)
{
    /// <summary>Factor on the weight.</summary>
    public double? Weight { get; init; }

    /// <summary>Delay of the connection [ms].</summary>
    public double? SynapseDelay { get; init; }

    /// <summary>Rate of spontaneous releases of each synapse [Hz].</summary>
    public double? SpontaneousRate { get; init; }

    /// <summary>Parameters that the synapses get, by name.</summary>
    public IReadOnlyList<Assignment> Configure { get; init; } = [];

    internal static IEnumerable<ConnectionOverride> ReadAll(SonataJson json, List<Diagnostic> refused)
    {
        const string key = "connection_overrides";
        foreach (var item in json.IsObject(key) ? json.Child(key).Keys.Select(json.Child(key).Child) : json.Items(key)) yield return Read(item, refused);
    }

    private static ConnectionOverride Read(SonataJson json, List<Diagnostic> refused)
    {
        if (json.Has("modoverride")) refused.Add(json.Refusal("modoverride", "synapse helpers are programs in hoc", "name the mechanism in the edges' model_template"));
        foreach (string key in (string[])["neuromodulation_dtc", "neuromodulation_strength"])
            if (json.Has(key)) refused.Add(json.Refusal(key, "neuromodulatory projections are not simulated", "remove them from the circuit and from the overrides"));
        if (json.OptionalNumber("delay") is > 0)
            refused.Add(json.Refusal("delay", "weights that change during the run are not simulated", "split the run, or use synapse_delay_override for the delay of the connections"));
        return new ConnectionOverride(json.OptionalText("name") ?? "", json.NodeSet("source") ?? throw json.Fault("source", "a node set"), json.NodeSet("target") ?? throw json.Fault("target", "a node set"))
        {
            Weight = json.OptionalNumber("weight"),
            SynapseDelay = json.OptionalNumber("synapse_delay_override"),
            SpontaneousRate = json.OptionalNumber("spont_minis"),
            Configure = json.OptionalText("synapse_configure") is { } text ? Assignment.Parse(json, "synapse_configure", text) : [],
        };
    }
}

/// <summary>A variable that is set, or multiplied where <see cref="Scales"/>.</summary>
public sealed partial record Assignment(string Variable, double Value, bool Scales)
{
    public double Apply(double present) => Scales ? present * Value : Value;

    /// <summary>Reads "%s.a = 1 %s.b *= 2", with or without semicolons, which is what such texts hold in practice.</summary>
    internal static IReadOnlyList<Assignment> Parse(SonataJson json, string key, string text)
    {
        if (Whole().IsMatch(text))
            return [.. One().Matches(text).Select(m => new Assignment(m.Groups[1].Value, double.Parse(m.Groups[3].Value, CultureInfo.InvariantCulture), m.Groups[2].Value == "*="))];
        throw json.Fault(key, "assignments such as \"%s.gbar = 0 %s.tau *= 2\"", "only numbers can be assigned, by = or *=");
    }

    private const string Pattern = @"%s\.([A-Za-z_]\w*)\s*(\*?=)\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)";

    [GeneratedRegex(Pattern)]
    private static partial Regex One();

    [GeneratedRegex($@"^\s*(?:{Pattern}\s*[;,]?\s*)+$")]
    private static partial Regex Whole();
}

/// <summary>An experimental manipulation of the membranes of some cells.</summary>
public sealed record Modification(string Name, string NodeSet, IReadOnlyList<Assignment> Configure);
