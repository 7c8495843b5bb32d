namespace Multiscale.Formats;

/// <summary>An input of a simulation; node sets are names, or JSON objects as text.</summary>
public abstract record SimulationInput(string Name, string? NodeSet)
{
    internal static IEnumerable<SimulationInput> Read(string name, SonataJson json)
    {
        string type = json.RequiredText("input_type"), module = json.OptionalText("module") ?? "";
        string? nodeSet = json.NodeSet("node_set");
        if (module == "synapse_replay")
        {
            string replayed = json.OptionalPath("spike_file") ?? json.OptionalPath("input_file") ?? throw json.Fault("spike_file", "a path");
            return [new ReplayInput(name, nodeSet, replayed, json.NodeSet("source"), json.OptionalNumber("delay") ?? 0)];
        }
        if (module.Equals("seclamp", StringComparison.OrdinalIgnoreCase)) return VoltageClampInput.ReadLevels(name, nodeSet, json);
        if (type == "spikes" && json.OptionalPath("input_file") is { } file) return [new SpikesInput(name, nodeSet, module, file)];
        if (type != "current_clamp" || module is not ("" or "IClamp") || !json.Has("amp")) return [new OtherInput(name, nodeSet, type, module, json.Text)];
        // Each may be an array: that many pulses.
        double[] amplitude = json.OptionalNumbers("amp")!, delay = json.OptionalNumbers("delay") ?? [0], duration = json.OptionalNumbers("duration") ?? throw json.Fault("duration", "a number of ms");
        int pulses = Math.Max(amplitude.Length, Math.Max(delay.Length, duration.Length));
        double At(double[] values, string key, int i) => values.Length == 1 ? values[0] : values.Length == pulses ? values[i] : throw json.Fault(key, $"one number or {pulses}");
        return [.. Enumerable.Range(0, pulses).Select(i => new CurrentClampInput(pulses == 1 ? name : $"{name}_{i}", nodeSet, At(amplitude, "amp", i), At(delay, "delay", i), At(duration, "duration", i))
        {
            Section = json.OptionalText("section_name") ?? "soma", SectionIndex = (int)(json.OptionalNumber("section_index") ?? 0), SectionPosition = json.OptionalNumber("section_dist") ?? 0.5,
        })];
    }
}

/// <summary>Spike trains played into virtual nodes.</summary>
public sealed record SpikesInput(string Name, string? NodeSet, string Module, string File) : SimulationInput(Name, NodeSet);

/// <summary>Spikes of an earlier run, delivered again through the edges onto the node set; later by <paramref name="Delay"/> [ms].</summary>
/// <param name="Source">Nodes whose spikes are taken; null: all in the file.</param>
public sealed record ReplayInput(string Name, string? NodeSet, string File, string? Source, double Delay) : SimulationInput(Name, NodeSet);

/// <summary>A constant current: amplitude [nA], delay and duration [ms].</summary>
public sealed record CurrentClampInput(string Name, string? NodeSet, double Amplitude, double Delay, double Duration) : SimulationInput(Name, NodeSet)
{
    /// <summary>soma, axon, dend or apic.</summary>
    public string Section { get; init; } = "soma";

    /// <summary>Number among the sections of that name.</summary>
    public int SectionIndex { get; init; }

    /// <summary>From 0 to 1 along it.</summary>
    public double SectionPosition { get; init; } = 0.5;
}

/// <summary>The soma held at a voltage [mV] through a series resistance [MOhm], from Delay for Duration [ms].</summary>
public sealed record VoltageClampInput(string Name, string? NodeSet, double Voltage, double SeriesResistance, double Delay, double Duration) : SimulationInput(Name, NodeSet)
{
    /// <summary>One level with a delay, as the Blue Brain extension has it, or levels one after the other from the start, as BMTK has them.</summary>
    internal static IEnumerable<SimulationInput> ReadLevels(string name, string? nodeSet, SonataJson json)
    {
        bool several = json.Has("amplitudes");
        double resistance = json.OptionalNumber("series_resistance") ?? json.OptionalNumber("rs") ?? (several ? 1 : 0.01), delay = json.OptionalNumber("delay") ?? 0;
        if (!(resistance > 0)) throw json.Fault(json.Has("rs") ? "rs" : "series_resistance", "a resistance above 0");
        if (!several) return [new VoltageClampInput(name, nodeSet, json.RequiredNumber("voltage"), resistance, delay, json.RequiredNumber("duration"))];
        double[] levels = json.OptionalNumbers("amplitudes")!, durations = json.OptionalNumbers("durations") ?? throw json.Fault("durations", "as many numbers of ms as amplitudes");
        if (durations.Length != levels.Length) throw json.Fault("durations", $"{levels.Length} numbers of ms");
        return [.. levels.Select((level, i) => new VoltageClampInput($"{name}_{i}", nodeSet, level, resistance, delay + durations[..i].Sum(), durations[i]))];
    }
}

/// <summary>An input of another kind, as the JSON object it was; <see cref="CurrentSignal.Read"/> knows several.</summary>
public sealed record OtherInput(string Name, string? NodeSet, string Type, string Module, string Json) : SimulationInput(Name, NodeSet);
