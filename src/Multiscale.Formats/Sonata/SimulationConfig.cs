using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>A report to be written; times in ms, null where the run's values hold.</summary>
public sealed record ReportRequest(string Name)
{
    public string? Cells { get; init; }

    /// <summary>One variable, or several joined by commas, which are then added up.</summary>
    public string Variable { get; init; } = "v";

    /// <summary>membrane_report, compartment, summation, synapse ...</summary>
    public string Module { get; init; } = "membrane_report";

    public string Sections { get; init; } = "soma";

    /// <summary>center or all; null: center for the soma, all for other sections.</summary>
    public string? Compartments { get; init; }

    public double? Step { get; init; }

    public double? Start { get; init; }

    public double? End { get; init; }

    public string? Unit { get; init; }

    public string? Scaling { get; init; }

    public string? FileName { get; init; }

    /// <summary>Table of electrodes, for potentials outside the cells.</summary>
    public string? Electrodes { get; init; }

    /// <summary>Of the tissue [S/m].</summary>
    public double Conductivity { get; init; } = 0.3;

    /// <summary>Line or point: the shape of the sources of these potentials.</summary>
    public string Sources { get; init; } = "line";

    public bool Enabled { get; init; } = true;
}

/// <summary>A SONATA simulation_config.json, as BMTK and the Blue Brain extension write it; times in ms, paths absolute.</summary>
public sealed record SimulationConfig
{
    /// <summary>Where it was read; empty for one made in memory.</summary>
    public string File { get; init; } = "";

    /// <summary>circuit_config.json; null where only a config.json above would say.</summary>
    public string? Network { get; init; }

    public string? NodeSetsFile { get; init; }

    /// <summary>Nodes that are simulated; null: all that are not virtual.</summary>
    public string? NodeSet { get; init; }

    public string? TargetSimulator { get; init; }

    public double Start { get; init; }

    public required double Stop { get; init; }

    public required double Step { get; init; }

    /// <summary>Longest compartment [um] (dL).</summary>
    public double? CompartmentLength { get; init; }

    /// <summary>[mV]</summary>
    public double? SpikeThreshold { get; init; }

    public long? Seed { get; init; }

    public long? StimulusSeed { get; init; }

    public long? MinisSeed { get; init; }

    public int? BlockSteps { get; init; }

    /// <summary>NEURON's secondorder: 0 implicit Euler, 1 and 2 Crank-Nicolson.</summary>
    public int? IntegrationMethod { get; init; }

    /// <summary>[degC]</summary>
    public double? Celsius { get; init; }

    /// <summary>[mV]</summary>
    public double? InitialVoltage { get; init; }

    /// <summary>Variables of mechanisms, by mechanism, for all its instances.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Mechanisms { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, double>>();

    public IReadOnlyList<Modification> Modifications { get; init; } = [];

    public IReadOnlyList<SimulationInput> Inputs { get; init; } = [];

    public IReadOnlyList<ConnectionOverride> ConnectionOverrides { get; init; } = [];

    public string? OutputFolder { get; init; }

    public string SpikesFile { get; init; } = "spikes.h5";

    public string? SpikesSortOrder { get; init; }

    public string? LogFile { get; init; }

    public bool? Overwrite { get; init; }

    public IReadOnlyList<ReportRequest> Reports { get; init; } = [];

    /// <summary>What the file asks for and this program does not simulate, each with its place.</summary>
    public IReadOnlyList<Diagnostic> Refused { get; init; } = [];

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
        var refused = new List<Diagnostic>();
        RefuseConditions(run, conditions, refused);
        return new SimulationConfig
        {
            File = Path.GetFullPath(path),
            Network = json.OptionalPath("network"),
            NodeSetsFile = json.OptionalPath("node_sets_file"),
            NodeSet = json.NodeSet("node_set"),
            TargetSimulator = json.OptionalText("target_simulator"),
            Start = run.OptionalNumber("tstart") ?? 0,
            Stop = run.RequiredNumber("tstop"),
            Step = run.RequiredNumber("dt"),
            CompartmentLength = run.OptionalNumber("dL"),
            SpikeThreshold = run.OptionalNumber("spike_threshold"),
            Seed = (long?)run.OptionalNumber("random_seed"),
            StimulusSeed = (long?)run.OptionalNumber("stimulus_seed"),
            MinisSeed = (long?)run.OptionalNumber("minis_seed"),
            BlockSteps = (int?)run.OptionalNumber("nsteps_block"),
            IntegrationMethod = MethodOf(run),
            Celsius = conditions.OptionalNumber("celsius"),
            InitialVoltage = conditions.OptionalNumber("v_init"),
            Mechanisms = conditions.Child("mechanisms") is var all ? all.Keys.ToDictionary(m => m, m => all.Child(m).Numbers()) : [],
            Modifications = [.. ReadModifications(conditions, refused)],
            Inputs = [.. inputs.Keys.SelectMany(name => SimulationInput.Read(name, inputs.Child(name)))],
            ConnectionOverrides = [.. ConnectionOverride.ReadAll(json, refused)],
            OutputFolder = output.OptionalPath("output_dir"),
            SpikesFile = output.OptionalText("spikes_file") ?? "spikes.h5",
            SpikesSortOrder = output.OptionalText("spikes_sort_order"),
            LogFile = output.OptionalText("log_file"),
            Overwrite = output.OptionalFlag("overwrite_output_dir") ?? run.OptionalFlag("overwrite_output_dir"),
            Reports = [.. reports.Keys.Select(name => ReadReport(name, reports.Child(name), run.OptionalPath("electrodes_file")))],
            Refused = refused,
        };
    }

    private static void RefuseConditions(SonataJson run, SonataJson conditions, List<Diagnostic> refused)
    {
        if (run.OptionalNumber("tstart") is { } start and not 0) refused.Add(run.Refusal("tstart", $"runs begin at 0 ms, not at {start} ms", "shift inputs and reports"));
        if (run.OptionalText("electrodes_file") is { } weights && weights.EndsWith(".h5", StringComparison.OrdinalIgnoreCase))
            refused.Add(run.Refusal("electrodes_file", "weights of electrodes are computed here, not read", "name a table of their places: channel x_pos y_pos z_pos"));
        if (conditions.OptionalText("spike_location") is { } place and not "soma")
            refused.Add(conditions.Refusal("spike_location", $"spikes are detected in the soma, not in \"{place}\"", "set it to soma"));
        if (conditions.Has("extracellular_calcium"))
            refused.Add(conditions.Refusal("extracellular_calcium", "release probabilities are not scaled by calcium", "scale the probability in the edges, or by a connection override's synapse_configure"));
        if (conditions.OptionalFlag("randomize_gaba_rise_time") is true) refused.Add(conditions.Refusal("randomize_gaba_rise_time", "rise times are those of the edges", "set it to false"));
    }

    private static IEnumerable<Modification> ReadModifications(SonataJson conditions, List<Diagnostic> refused)
    {
        var json = conditions.IsObject("modifications") ? conditions.Child("modifications") : null;
        foreach (var (name, item) in json is null ? conditions.Items("modifications").Select(i => (i.OptionalText("name") ?? "", i)) : json.Keys.Select(k => (k, json.Child(k))))
        {
            string type = item.RequiredText("type");
            if (type.Replace("_", "", StringComparison.Ordinal).Equals("ConfigureAllSections", StringComparison.OrdinalIgnoreCase))
                yield return new Modification(name, item.NodeSet("node_set") ?? "all", Assignment.Parse(item, "section_configure", item.RequiredText("section_configure")));
            else refused.Add(item.Refusal("type", $"modifications of type \"{type}\" are not simulated", "use ConfigureAllSections to set a conductance, such as \"%s.gbar_NaTs = 0\" for tetrodotoxin"));
        }
    }

    private static int? MethodOf(SonataJson run)
    {
        if (!run.Has("integration_method")) return null;
        string text = run.Value("integration_method").ToString();
        return text switch { "0" or "euler" => 0, "1" or "crank_nicolson" => 1, "2" or "crank_nicolson_ion" => 2, _ => throw run.Fault("integration_method", "0, 1 or 2") };
    }

    private static ReportRequest ReadReport(string name, SonataJson json, string? electrodes) => new(name)
    {
        Cells = json.NodeSet("cells"),
        Variable = json.OptionalTexts("variable_name") is { Length: > 0 } names ? string.Join(",", names) : "v",
        Module = json.OptionalText("type") ?? json.OptionalText("module") ?? "membrane_report",
        Sections = json.OptionalText("sections") ?? "soma",
        Compartments = json.OptionalText("compartments"),
        Step = json.OptionalNumber("dt"),
        Start = json.OptionalNumber("start_time"),
        End = json.OptionalNumber("end_time"),
        Unit = json.OptionalText("unit"),
        Scaling = json.OptionalText("scaling"),
        FileName = json.OptionalText("file_name"),
        Electrodes = json.OptionalPath("electrode_positions") ?? electrodes,
        Conductivity = json.OptionalNumber("conductivity") ?? 0.3,
        Sources = json.OptionalText("sources") ?? "line",
        Enabled = json.OptionalFlag("enabled") ?? true,
    };
}
