using System.Text.Json;
using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Modeling;
using Multiscale.Neurons;

namespace Multiscale.Cli;

/// <summary>
/// The edges of a circuit as synapses: of the mechanism that model_template names, with parameters from dynamics_params of the edge, then from its JSON file, then
/// from attributes of the same name; without a template, conductances carried by sodium and potassium. Ids run over all edge populations in the circuit's order.
/// </summary>
/// <param name="carried">Whether sodium and potassium carry the currents of ExpSyn and Exp2Syn too: the mechanisms themselves name no ion, which tissue would miss.</param>
internal sealed class CircuitEdges(CircuitNodes nodes, CircuitMechanisms mechanisms, IReadOnlyList<ConnectionOverride> overrides,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> conditions, SourceLocation at, bool carried)
{
    // Keys of synapse files that are no parameters of a mechanism: BMTK's own.
    private static readonly HashSet<string> OtherKeys = ["level_of_detail", "sign", "type"];

    private readonly List<(ConnectionOverride Override, HashSet<CircuitNode> From, HashSet<CircuitNode> To)> chosen =
        [.. overrides.Select(o => (o, SetOf(nodes, o.Source, at), SetOf(nodes, o.Target, at)))];
    private readonly Dictionary<string, SynapseFile> files = [];
    private readonly Dictionary<string, Diagnostic> faults = [];
    private readonly HashSet<string> warnings = [];

    public IEnumerable<Diagnostic> Faults => faults.Values;

    public IEnumerable<string> Warnings => warnings;

    /// <summary>Conductances without a mechanism of their own.</summary>
    public List<SynapseDescription> Synapses { get; } = [];

    public List<PointProcess> Processes { get; } = [];

    public List<Connection> Connections { get; } = [];

    /// <summary>Every synapse with what drives it: for replayed and spontaneous events, and for reports.</summary>
    public List<CircuitEdge> Edges { get; } = [];

    /// <summary>Reads the edges that end at cells of this rank.</summary>
    /// <param name="sectionOf">The section of a cell that a number in the file means.</param>
    public void Read(Func<long, bool> isMine, Func<long, int, int> sectionOf)
    {
        long first = 0;
        foreach (var edges in nodes.Circuit.Edges)
        {
            if (edges.Source.Length > 0 && edges.Target.Length > 0) Read(edges, first, isMine, sectionOf);
            first += edges.Count;
        }
    }

    private void Read(EdgePopulation edges, long first, Func<long, bool> isMine, Func<long, int, int> sectionOf)
    {
        NodePopulation from = nodes.Circuit.Population(edges.Source), to = nodes.Circuit.Population(edges.Target);
        double[]? sections = edges.SectionIds, places = edges.SectionPositions;
        double[]? delays = edges.Delays, weights = edges.Weights ?? edges.Attributes.Numbers("conductance");
        var templates = edges.Attributes.Texts("model_template");
        var parameters = edges.Attributes.Texts("dynamics_params");
        var own = new EdgeParameters(edges);
        var counts = edges.SynapseCounts;
        // Every rank compiles every mechanism: all are looked up here, whoever has the cells.
        bool membranes = edges.TargetIds.Any(id => nodes.NumberOf(to, id) is >= 0 and var number && number < nodes.Membranes);
        foreach (string? name in membranes ? templates?.Distinct() ?? [] : []) if (name is not null) mechanisms.Find(name[(name.IndexOf(':') + 1)..], $"edges {edges.Name}", new SourceLocation(nodes.Circuit.File), anyCase: true);
        foreach (string name in own.DefaultMechanisms) mechanisms.Find(name, $"edges {edges.Name}", new SourceLocation(nodes.Circuit.File));
        string folder = nodes.Circuit.Components.GetValueOrDefault("synaptic_models_dir") ?? "";
        for (int e = 0; e < edges.Count; e++)
        {
            long source = nodes.NumberOf(from, edges.SourceIds[e]), target = nodes.NumberOf(to, edges.TargetIds[e]);
            if (source < 0 || target < 0 || target >= nodes.Cells.Count || !isMine(target)) continue;
            var node = new CircuitNode(from, from.IndexOf(edges.SourceIds[e]));
            var change = Overriding(node, nodes.Cells[(int)target]);
            double weight = Value(weights, e, "syn_weight") * counts[e] * (change.Weight ?? 1), delay = change.SynapseDelay ?? Value(delays, e, "delay");
            int section = sections is null || double.IsNaN(sections[e]) ? 0 : sectionOf(target, (int)sections[e]);
            double place = places is null || double.IsNaN(places[e]) ? 0.5 : places[e];
            long id = first + e;
            var file = parameters?[e] is { } name ? FileOf(Path.Combine(folder, name)) : null;
            string? template = templates?[e] is { } text ? text[(text.IndexOf(':') + 1)..] : own.DefaultMechanism(e);
            var edge = new CircuitEdge(id, edges, e, node, source, target, weight, delay, change.SpontaneousRate ?? 0);
            if (target >= nodes.Membranes)
            {
                // Such files tell the sign apart from the weight.
                if (file is not null && file.Numbers.TryGetValue("sign", out double sign)) weight *= Math.Sign(sign);
                Connections.Add(new Connection(id, source, target, delay, [weight]) { ToCell = true });
                Edges.Add(edge with { Weight = weight, ToCell = true });
            }
            else if (template is not null)
            {
                if (mechanisms.Find(template, $"edges {edges.Name}", at: null, anyCase: true) is not { } mechanism) continue;
                var values = Parameters(mechanism, file, own, e, change.Configure, edges);
                if (carried && KineticsOf(mechanism, values) is { } exponential)
                {
                    Synapses.Add(new SynapseDescription(id, source, target, section, place, exponential, weight, delay));
                    Edges.Add(edge);
                    continue;
                }
                Processes.Add(new PointProcess(id, mechanism.Name, target, section, place) { Parameters = values, Excitatory = (values.TryGetValue("e", out double reversal) || DefaultOf(mechanism, "e", out reversal)) && reversal > -40 });
                Connections.Add(new Connection(id, source, id, delay, [weight]));
                Edges.Add(edge with { Mechanism = mechanism.Name });
            }
            else if (file is null) Fault($"no model {edges.Name}", "MS0124", $"edges of {edges.Name} have neither model_template nor dynamics_params", "name a mechanism, or a JSON file with tau1, tau2 and erev, in their edge type");
            else if (file.Kinetics is { } kinetics)
            {
                if (change.Configure.Count > 0) Fault($"configure {edges.Name}", "MS0144", $"synapse_configure reaches edges of {edges.Name}, which name no mechanism", "give them a model_template, such as Exp2Syn");
                Synapses.Add(new SynapseDescription(id, source, target, section, place, kinetics, weight, delay));
                Edges.Add(edge);
            }
            else Fault(file.Path, "MS0125", $"synapse parameters of {edges.Name}: tau2 (or tau) and erev are needed where no model_template is given", "a JSON object with tau1 [ms] (0 or absent for a single exponential), tau2 [ms] and erev [mV]", file.Path);
        }

        double Value(double[]? values, int e, string name)
        {
            if (values is not null && !double.IsNaN(values[e])) return values[e];
            Fault($"{name} {edges.Name}", "MS0124", $"the edges of {edges.Name} have no {name}", $"add `{name}` to the edges or to their types");
            return 0;
        }
    }

    private Dictionary<string, double> Parameters(NmodlFile mechanism, SynapseFile? file, EdgeParameters own, int edge, IReadOnlyList<Assignment> configure, EdgePopulation edges)
    {
        var values = new Dictionary<string, double>();
        if (conditions.TryGetValue(mechanism.Name, out var general))
            foreach (var (key, value) in general)
                if (Named(mechanism, key) is { } known) values[known] = value;
                else warnings.Add($"conditions.mechanisms: {key} is no parameter of {mechanism.Name} and is not used");
        if (file is not null)
            foreach (var (key, value) in file.Numbers)
                if (Named(mechanism, key) is { } known) values[known] = value;
                else if (!OtherKeys.Contains(key)) warnings.Add($"{file.Path}: {key} is no parameter of {mechanism.Name} and is not used");
        foreach (var parameter in mechanism.Parameters)
            if (own.Value(parameter.Name, edge) is { } value) values[parameter.Name] = value;
        foreach (var assignment in configure)
        {
            if (Named(mechanism, assignment.Variable) is not { } known)
            {
                Fault($"configure {mechanism.Name} {assignment.Variable}", "MS0232", $"synapse_configure: mechanism {mechanism.Name} has no parameter '{assignment.Variable}' (edges {edges.Name})", "use one of " + string.Join(", ", mechanism.Parameters.Select(p => p.Name)));
                continue;
            }
            DefaultOf(mechanism, known, out double usual);
            values[known] = assignment.Apply(values.GetValueOrDefault(known, usual));
        }
        return values;
    }

    /// <summary>The parameter that a key means: itself, or e for BMTK's erev.</summary>
    /// <summary>A shipped mechanism of one or two exponentials as a conductance; null for all others.</summary>
    private SynapseKinetics? KineticsOf(NmodlFile mechanism, Dictionary<string, double> values)
    {
        if (mechanism.Name is not ("ExpSyn" or "Exp2Syn") || !mechanisms.IsShipped(mechanism.Name)) return null;
        return mechanism.Name == "ExpSyn" ? new SynapseKinetics(0, Of("tau"), Of("e")) : new SynapseKinetics(Of("tau1"), Of("tau2"), Of("e"));

        double Of(string name) => values.TryGetValue(name, out double value) || DefaultOf(mechanism, name, out value) ? value : 0;
    }

    private static string? Named(NmodlFile mechanism, string key) =>
        mechanism.Parameters.Any(p => p.Name == key) ? key : key == "erev" && mechanism.Parameters.Any(p => p.Name == "e") ? "e" : null;

    private static bool DefaultOf(NmodlFile mechanism, string parameter, out double value)
    {
        value = mechanism.Parameters.FirstOrDefault(p => p.Name == parameter)?.Value ?? double.NaN;
        return !double.IsNaN(value);
    }

    /// <summary>What the overrides say of a connection together: later ones win field by field.</summary>
    private ConnectionOverride Overriding(CircuitNode from, CircuitNode to)
    {
        var result = None;
        foreach (var (o, sources, targets) in chosen)
            if (sources.Contains(from) && targets.Contains(to))
                result = result with
                {
                    Weight = o.Weight ?? result.Weight, SynapseDelay = o.SynapseDelay ?? result.SynapseDelay, SpontaneousRate = o.SpontaneousRate ?? result.SpontaneousRate,
                    Configure = o.Configure.Count > 0 ? o.Configure : result.Configure,
                };
        return result;
    }

    private static readonly ConnectionOverride None = new("", "", "");

    internal static HashSet<CircuitNode> SetOf(CircuitNodes nodes, string set, SourceLocation at) =>
        [.. nodes.Resolve(set, at).SelectMany(s => s.Ids.Select(id => new CircuitNode(s.Population, s.Population.IndexOf(id))))];

    private SynapseFile? FileOf(string path)
    {
        if (files.TryGetValue(path, out var known)) return known;
        try
        {
            return files[path] = SynapseFile.Read(path);
        }
        catch (Exception e) when (e is IOException or JsonException or InvalidOperationException)
        {
            Fault(path, "MS0125", $"synapse parameters: {e.Message}", "a JSON object with the parameters of the synapse", path);
            return null;
        }
    }

    private void Fault(string key, string code, string message, string remedy, string? file = null) =>
        faults.TryAdd(key, new Diagnostic(code, message, remedy, new SourceLocation(file ?? nodes.Circuit.File)));
}

/// <summary>A synapse of this rank and the edge it comes from.</summary>
/// <param name="Source">Number of the source node.</param>
/// <param name="SpontaneousRate">[Hz].</param>
internal sealed record CircuitEdge(long Id, EdgePopulation Population, int Index, CircuitNode From, long Source, long Target, double Weight, double Delay, double SpontaneousRate)
{
    /// <summary>Empty where the synapse is a plain conductance, or an artificial cell.</summary>
    public string Mechanism { get; init; } = "";

    /// <summary>Whether it ends at an artificial cell.</summary>
    public bool ToCell { get; init; }
}

/// <summary>The parameters of one kind of synapse (dynamics_params of an edge type).</summary>
internal sealed record SynapseFile(string Path, IReadOnlyDictionary<string, double> Numbers)
{
    /// <summary>As a conductance without mechanism; null where time constants or reversal are missing.</summary>
    public SynapseKinetics? Kinetics => (Numbers.TryGetValue("tau2", out double decay) || Numbers.TryGetValue("tau", out decay)) && Numbers.TryGetValue("erev", out double reversal)
        ? new SynapseKinetics(Numbers.GetValueOrDefault("tau1"), decay, reversal) : null;

    public static SynapseFile Read(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return new SynapseFile(path, json.RootElement.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Number).ToDictionary(p => p.Name, p => p.Value.GetDouble()));
    }
}

/// <summary>Parameters that single edges bring: in dynamics_params, or as attributes of the same name.</summary>
internal sealed class EdgeParameters(EdgePopulation edges)
{
    private readonly Dictionary<string, double[]?> values = [];

    // Blue Brain circuits name their edges' attributes otherwise than their mechanisms' parameters (SONATA extension, chemical synapses).
    private static readonly Dictionary<string, string> Extension = new()
    {
        ["Use"] = "u_syn", ["Dep"] = "depression_time", ["Fac"] = "facilitation_time", ["Nrrp"] = "n_rrp_vesicles", ["u_hill_coefficient"] = "u_hill_coefficient",
    };

    private readonly double[]? kind = edges.Attributes.Has("u_syn") ? edges.Attributes.Numbers("syn_type_id") : null;

    /// <summary>The mechanism of an edge of a Blue Brain circuit, which names none: excitatory synapses have type ids of 100 and above.</summary>
    public string? DefaultMechanism(int edge) => kind is null ? null : kind[edge] >= 100 ? "ProbAMPANMDA_EMS" : "ProbGABAAB_EMS";

    public IEnumerable<string> DefaultMechanisms => kind is null ? [] : kind.Select((_, e) => DefaultMechanism(e)!).Distinct();

    public double? Value(string parameter, int edge)
    {
        foreach (string? name in (string?[])[parameter, Extension.GetValueOrDefault(parameter), parameter is "tau_d_AMPA" or "tau_d_GABAA" ? "decay_time" : null])
        {
            if (name is null) continue;
            if (!values.TryGetValue(name, out var column))
                values[name] = column = edges.DynamicsParameters.Numbers(name) ?? (edges.Attributes.Columns.GetValueOrDefault(name)?.Numbers is null ? null : edges.Attributes.Numbers(name));
            if (column is not null && !double.IsNaN(column[edge])) return column[edge];
        }
        return null;
    }
}
