using System.Globalization;

namespace Multiscale.Modeling;

/// <summary>What a user of a mechanism wants of it beyond its effect on the voltage.</summary>
public sealed record MechanismDemand
{
    /// <summary>Ions whose currents and slopes are summed at each place, for accumulation.</summary>
    public IReadOnlySet<string> TrackedIons { get; init; } = new HashSet<string>();

    /// <summary>Assigned variables and currents that must be kept for reading, beyond what the mechanism itself needs.</summary>
    public IReadOnlySet<string> Kept { get; init; } = new HashSet<string>();

    /// <summary>Whether derivimplicit and sparse are solved to second order instead of NEURON's first.</summary>
    public bool SecondOrder { get; init; }

    /// <summary>Points of each FUNCTION_TABLE.</summary>
    public IReadOnlyDictionary<string, LookupTable> Tables { get; init; } = new Dictionary<string, LookupTable>();

    /// <summary>Whether TABLE is read from interpolated points, as in NEURON; otherwise values are exact.</summary>
    public bool Interpolated { get; init; }

    /// <summary>What the points of a TABLE are computed with: celsius, and global parameters that differ from their defaults.</summary>
    public IReadOnlyDictionary<string, double> Shared { get; init; } = new Dictionary<string, double>();

    /// <summary>What a POINTER points to where that is an array of the instance's own place, by name; others are read through <see cref="ColumnRole.Pointer"/>.</summary>
    public IReadOnlyDictionary<string, string> Pointers { get; init; } = new Dictionary<string, string>();

    /// <summary>All of it as one text: equal demands, equal texts.</summary>
    public string Fingerprint
    {
        get
        {
            string Numbers(IEnumerable<double> values) => string.Join(' ', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
            string Sorted(IEnumerable<string> words) => string.Join(',', words.Order(StringComparer.Ordinal));
            return string.Join('|', Sorted(TrackedIons), Sorted(Kept), SecondOrder, Sorted(Pointers.Select(p => $"{p.Key}={p.Value}")), Interpolated, Sorted(Shared.Select(p => $"{p.Key}={Numbers([p.Value])}")),
                Sorted(Tables.Select(t => $"{t.Key}={Numbers(t.Value.X)}:{Numbers(t.Value.Second)}:{Numbers(t.Value.Y)}"))) + "\n";
        }
    }
}
