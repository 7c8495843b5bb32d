namespace Multiscale.Neurons;

/// <summary>A mechanism in the membrane of a section, with the parameters that differ from its defaults.</summary>
internal sealed record Insertion(string Mechanism, params (string Name, double Value)[] Parameters)
{
    public IReadOnlyDictionary<string, PointerOptions> Pointers { get; init; } = new Dictionary<string, PointerOptions>();

    public IReadOnlyDictionary<string, TableOptions> Tables { get; init; } = new Dictionary<string, TableOptions>();

    /// <summary>What a membrane of these options holds, in the order in which currents are added.</summary>
    public static IEnumerable<Insertion> Of(MembraneOptions m, bool rests)
    {
        if (m.Sodium != 0) yield return new("cna", ("gbar", m.Sodium));
        if (m.Potassium != 0) yield return new("ckd", ("gbar", m.Potassium));
        if (m.SlowPotassium != 0) yield return new("cm", ("gbar", m.SlowPotassium));
        if (m.Calcium != 0) yield return new("ccal", ("gbar", m.Calcium));
        if (m.SquidSodium != 0 || m.SquidPotassium != 0 || m.SquidLeak != 0)
            yield return new("hh", ("gnabar", m.SquidSodium), ("gkbar", m.SquidPotassium), ("gl", m.SquidLeak), ("el", m.SquidLeakReversal));
        if (m.Passive != 0) yield return new("pas", ("g", m.Passive), ("e", m.PassiveReversal));
        if (m.SimpleCalcium != 0) yield return new("cahva", ("gbar", m.SimpleCalcium));
        if (rests) yield return new("naleak");
        if (rests) yield return new("kleak");
        if (rests || m.Pump != 0) yield return new("nakpump", ("imax", m.Pump));
        if (rests) yield return new("caextrusion");
        foreach (var further in m.Mechanisms) yield return new(further.Name, [.. further.Parameters.Select(p => (p.Key, p.Value))]) { Pointers = further.Pointers, Tables = further.Tables };
    }

    /// <summary>The mechanisms of these options in the order in which currents are added; others follow by name.</summary>
    public static IReadOnlyList<string> Order { get; } = ["cna", "ckd", "cm", "ccal", "hh", "pas", "cahva", "naleak", "kleak", "nakpump", "caextrusion"];
}
