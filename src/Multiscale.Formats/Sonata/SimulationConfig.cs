using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>An input of a simulation; node sets are names, or JSON objects as text.</summary>
public abstract record SimulationInput(string Name, string? NodeSet);

/// <summary>Spike trains played into virtual nodes.</summary>
public sealed record SpikesInput(string Name, string? NodeSet, string Module, string File) : SimulationInput(Name, NodeSet);

/// <summary>A constant current into the soma: amplitude [nA], delay and duration [ms].</summary>
public sealed record CurrentClampInput(string Name, string? NodeSet, double Amplitude, double Delay, double Duration) : SimulationInput(Name, NodeSet);

/// <summary>An input of another kind, as the JSON object it was.</summary>
public sealed record OtherInput(string Name, string? NodeSet, string Type, string Module, string Json) : SimulationInput(Name, NodeSet);

/// <summary>A report to be written; times in ms, null where the run's values hold.</summary>
public sealed record ReportRequest(string Name)
{
    public string? Cells { get; init; }

    public string Variable { get; init; } = "v";

    /// <summary>membrane_report, compartment, summation, synapse ...</summary>
    public string Module { get; init; } = "membrane_report";

    public string Sections { get; init; } = "soma";

    public string Compartments { get; init; } = "center";

    public double? Step { get; init; }

    public double? Start { get; init; }

    public double? End { get; init; }

    public string? Unit { get; init; }

    public string? Scaling { get; init; }

    public string? FileName { get; init; }

    public bool Enabled { get; init; } = true;
}

/// <summary>A SONATA simulation_config.json; times in ms, paths absolute.</summary>
public sealed record SimulationConfig
{
    /// <summary>circuit_config.json; null where only a config.json above would say.</summary>
    public string? Network { get; init; }

    public string? NodeSetsFile { get; init; }

    public string? TargetSimulator { get; init; }

    public double Start { get; init; }

    public required double Stop { get; init; }

    public required double Step { get; init; }

    /// <summary>Longest compartment [um] (dL).</summary>
    public double? CompartmentLength { get; init; }

    /// <summary>[mV]</summary>
    public double? SpikeThreshold { get; init; }

    public long? Seed { get; init; }

    public int? BlockSteps { get; init; }

    /// <summary>[degC]</summary>
    public double? Celsius { get; init; }

    /// <summary>[mV]</summary>
    public double? InitialVoltage { get; init; }

    public IReadOnlyList<SimulationInput> Inputs { get; init; } = [];

    public string? OutputFolder { get; init; }

    public string SpikesFile { get; init; } = "spikes.h5";

    public string? SpikesSortOrder { get; init; }

    public string? LogFile { get; init; }

    public bool? Overwrite { get; init; }

    public IReadOnlyList<ReportRequest> Reports { get; init; } = [];

    /// <summary>Reads simulation_config.json, or a config.json that names it under "simulation" and the circuit under "network".</summary>
    /// <exception cref="InputException">A value is missing or of the wrong kind; with file and JSON path.</exception>
    public static SimulationConfig Read(string path)
    {
        var json = SonataJson.Read(path);
        if (!json.Has("run") && json.OptionalPath("simulation") is { } inner)
        {
            var config = Read(inner);
            return config with { Network = config.Network ?? json.OptionalPath("network") };
        }
        SonataJson run = json.Child("run"), conditions = json.Child("conditions"), output = json.Child("output"), inputs = json.Child("inputs"), reports = json.Child("reports");
        return new SimulationConfig
        {
            Network = json.OptionalPath("network"),
            NodeSetsFile = json.OptionalPath("node_sets_file"),
            TargetSimulator = json.OptionalText("target_simulator"),
            Start = run.OptionalNumber("tstart") ?? 0,
            Stop = run.RequiredNumber("tstop"),
            Step = run.RequiredNumber("dt"),
            CompartmentLength = run.OptionalNumber("dL"),
            SpikeThreshold = run.OptionalNumber("spike_threshold"),
            Seed = (long?)run.OptionalNumber("random_seed"),
            BlockSteps = (int?)run.OptionalNumber("nsteps_block"),
            Celsius = conditions.OptionalNumber("celsius"),
            InitialVoltage = conditions.OptionalNumber("v_init"),
            Inputs = [.. inputs.Keys.SelectMany(name => ReadInput(name, inputs.Child(name)))],
            OutputFolder = output.OptionalPath("output_dir"),
            SpikesFile = output.OptionalText("spikes_file") ?? "spikes.h5",
            SpikesSortOrder = output.OptionalText("spikes_sort_order"),
            LogFile = output.OptionalText("log_file"),
            Overwrite = output.OptionalFlag("overwrite_output_dir") ?? run.OptionalFlag("overwrite_output_dir"),
            Reports = [.. reports.Keys.Select(name => ReadReport(name, reports.Child(name)))],
        };
    }

    private static IEnumerable<SimulationInput> ReadInput(string name, SonataJson json)
    {
        string type = json.RequiredText("input_type"), module = json.OptionalText("module") ?? "";
        string? nodeSet = json.NodeSet("node_set");
        if (type == "spikes" && json.OptionalPath("input_file") is { } file) return [new SpikesInput(name, nodeSet, module, file)];
        if (type != "current_clamp" || module is not ("" or "IClamp") || !json.Has("amp")) return [new OtherInput(name, nodeSet, type, module, json.Text)];
        // Each may be an array: that many pulses.
        double[] amplitude = json.OptionalNumbers("amp")!, delay = json.OptionalNumbers("delay") ?? [0], duration = json.OptionalNumbers("duration") ?? throw json.Fault("duration", "a number of ms");
        int pulses = Math.Max(amplitude.Length, Math.Max(delay.Length, duration.Length));
        double At(double[] values, string key, int i) => values.Length == 1 ? values[0] : values.Length == pulses ? values[i] : throw json.Fault(key, $"one number or {pulses}");
        return [.. Enumerable.Range(0, pulses).Select(i => new CurrentClampInput(pulses == 1 ? name : $"{name}_{i}", nodeSet, At(amplitude, "amp", i), At(delay, "delay", i), At(duration, "duration", i)))];
    }

    private static ReportRequest ReadReport(string name, SonataJson json) => new(name)
    {
        Cells = json.NodeSet("cells"),
        Variable = json.OptionalText("variable_name") ?? "v",
        Module = json.OptionalText("module") ?? json.OptionalText("type") ?? "membrane_report",
        Sections = json.OptionalText("sections") ?? "soma",
        Compartments = json.OptionalText("compartments") ?? "center",
        Step = json.OptionalNumber("dt"),
        Start = json.OptionalNumber("start_time"),
        End = json.OptionalNumber("end_time"),
        Unit = json.OptionalText("unit"),
        Scaling = json.OptionalText("scaling"),
        FileName = json.OptionalText("file_name"),
        Enabled = json.OptionalFlag("enabled") ?? true,
    };
}
