using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;
using Multiscale.Neurons;

namespace Multiscale.Cli;

/// <summary>What the nodes of a circuit are: shape, membrane, cut. Each combination is made once and shared. Faults gather, so that a circuit's are told at once.</summary>
internal sealed class CellTypes(Circuit circuit, NetworkCase options, CircuitMechanisms mechanisms, IReadOnlyList<(HashSet<CircuitNode> Nodes, Modification Change)> modifications)
{
    // The channels of all perisomatic models of the Allen Cell Types Database (Gouwens et al. 2018, Nat Commun 9:710).
    private static readonly string[] PerisomaticChannels =
        ["CaDynamics", "Ca_HVA", "Ca_LVA", "Ih", "Im", "Im_v2", "K_P", "K_T", "Kd", "Kv2like", "Kv3_1", "NaTa", "NaTs", "NaV", "Nap", "SK"];

    private readonly Dictionary<(string, AxonStub.Kind), (Morphology Shape, Discretization Cut)?> shapes = [];
    private readonly Dictionary<Morphology, int[]> renumbered = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string?, string?), BiophysicalModel?> templates = [];
    private readonly Dictionary<(string?, string?, string), CellModel?> models = [];
    private readonly Dictionary<(BiophysicalModel, Discretization), DistributedParameter[]> distributed = [];
    private readonly HashSet<string> warnings = [];
    private readonly Dictionary<string, Diagnostic> faults = [];
    private readonly SortedDictionary<string, SortedSet<string>> absent = []; // templates by where they should be

    public IEnumerable<Diagnostic> Faults =>
    [
        .. faults.Values,
        .. absent.Select(a => new Diagnostic("MS0143", $"{a.Value.Count} cell template{(a.Value.Count == 1 ? " is" : "s are")} not in {a.Key}: {string.Join(", ", a.Value)}",
            "put the files there; for an Allen cell, NUMBER_fit.json does as well", new SourceLocation(circuit.File))),
    ];

    public IEnumerable<string> Warnings => warnings;

    /// <summary>A node as a cell; null where a fault was found.</summary>
    public CellDescription? Describe(long gid, CircuitNode node)
    {
        var attributes = ColumnsOf(node.Population);
        string? type = attributes.ModelType[node.Index];
        if (type is not ("biophysical" or "single_compartment"))
        {
            Fault($"type {type}", "MS0142", $"nodes of model_type {type} are not simulated ({node.Population.Name})", "use biophysical, point_process or virtual nodes, or choose others by node_set");
            return null;
        }
        var read = TemplateOf(node, attributes);
        var shape = ShapeOf(node, attributes, read?.ReplacesAxon ?? false);
        var model = ModelOf(node, attributes);
        if (shape is not { } found || model is null) return null;
        var q = attributes.Orientations[node.Index];
        return new CellDescription(gid, found.Shape, model)
        {
            Placement = Placement.Of(attributes.Positions[node.Index], q.W, q.X, q.Y, q.Z),
            Discretization = found.Cut,
            Distributed = Distributed(read!, found.Cut),
        };
    }

    /// <summary>The section of a cell that a SONATA file means by a number: of the morphology as it was before Blue Brain's templates replaced its axon.</summary>
    public int SectionOf(CellDescription cell, int number) => renumbered.TryGetValue(cell.Morphology, out int[]? map) && number >= 0 && number < map.Length ? map[number] : number;

    private DistributedParameter[] Distributed(BiophysicalModel read, Discretization cut)
    {
        if (distributed.TryGetValue((read, cut), out var known)) return known;
        return distributed[(read, cut)] = [.. read.Rules.Select(rule => new DistributedParameter(rule.Mechanism, rule.Parameter, DistanceFromSoma.Along(cut, rule)))];
    }

    /// <summary>
    /// A node without a membrane: model_template nrn:MECHANISM, its parameters from dynamics_params (a JSON file of point_neuron_models_dir, or of the node), times of
    /// BMTK's files of type NEURON_IntFire1 in s. Null where a fault was found.
    /// </summary>
    public ArtificialCell? Artificial(long gid, CircuitNode node)
    {
        var attributes = ColumnsOf(node.Population);
        string type = $"node type {node.Population.TypeIds[node.Index]} of {node.Population.Name}";
        if (attributes.Template?[node.Index] is not { } template || !template.StartsWith("nrn:", StringComparison.Ordinal))
        {
            Fault(type, "MS0143", $"{type} is a point neuron of the template {attributes.Template?[node.Index] ?? "(none)"}", "name an artificial cell, such as nrn:IntFire1");
            return null;
        }
        if (mechanisms.Find(template[4..], $"{node.Population.Name}", anyCase: true) is not { } mechanism) return null;
        var values = new Dictionary<string, double>();
        if (attributes.Parameters?[node.Index] is { } file)
            foreach (var (name, value) in PointParameters(node, file, mechanism.Name)) values[name] = value;
        foreach (var parameter in mechanism.Parameters)
            if (OwnParameter(node, parameter.Name) is { } value) values[parameter.Name] = value;
        foreach (string name in values.Keys.Where(k => !mechanism.Parameters.Any(p => p.Name == k)).ToArray())
        {
            warnings.Add($"{attributes.Parameters?[node.Index]}: {name} is no parameter of {mechanism.Name} and is not used");
            values.Remove(name);
        }
        return new ArtificialCell(gid, mechanism.Name) { Parameters = values };
    }

    private readonly Dictionary<string, IReadOnlyDictionary<string, double>> pointFiles = [];
    private readonly Dictionary<(NodePopulation, string), double[]?> ownParameters = [];

    private IReadOnlyDictionary<string, double> PointParameters(CircuitNode node, string name, string mechanism)
    {
        if (pointFiles.TryGetValue(name, out var known)) return known;
        string folder = circuit.Component(node.Population.Name, "point_neuron_models_dir") ?? "";
        try
        {
            string path = Path.Combine(folder, name);
            using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(path));
            // BMTK's IntFire1 takes seconds.
            bool seconds = json.RootElement.TryGetProperty("type", out var type) && type.GetString() == "NEURON_IntFire1" && mechanism == "IntFire1";
            return pointFiles[name] = SynapseFile.Read(path).Numbers.ToDictionary(p => p.Key, p => seconds && p.Key is "tau" or "refrac" ? 1e3 * p.Value : p.Value);
        }
        catch (Exception e) when (e is IOException or System.Text.Json.JsonException or InvalidOperationException)
        {
            Fault(name, "MS0143", $"point neuron parameters: {e.Message}", "a JSON object with the parameters, in point_neuron_models_dir");
            return pointFiles[name] = new Dictionary<string, double>();
        }
    }

    private double? OwnParameter(CircuitNode node, string name)
    {
        if (!ownParameters.TryGetValue((node.Population, name), out double[]? values)) ownParameters[(node.Population, name)] = values = node.Population.DynamicsParameters.Numbers(name);
        return values is null || double.IsNaN(values[node.Index]) ? null : values[node.Index];
    }

    /// <summary>As <see cref="Describe"/> for a cell of another rank: every rank compiles every mechanism, and tells the same faults, without the shapes.</summary>
    public void Check(CircuitNode node)
    {
        var attributes = ColumnsOf(node.Population);
        if (attributes.ModelType[node.Index] is "biophysical" or "single_compartment") ModelOf(node, attributes);
    }

    private sealed record Columns(string?[] ModelType, string?[]? Morphology, string?[]? Template, string?[]? Processing, string?[]? Parameters, Point3[] Positions, Orientation[] Orientations);

    private readonly Dictionary<NodePopulation, Columns> columns = [];

    private Columns ColumnsOf(NodePopulation p) => columns.TryGetValue(p, out var known) ? known : columns[p] = new Columns(p.Attributes.Texts("model_type")!, p.Attributes.Texts("morphology"),
        p.Attributes.Texts("model_template"), p.Attributes.Texts("model_processing"), p.Attributes.Texts("dynamics_params"), p.Positions, p.Orientations);

    private (Morphology Shape, Discretization Cut)? ShapeOf(CircuitNode node, Columns attributes, bool replaced)
    {
        string population = node.Population.Name;
        if (attributes.Morphology?[node.Index] is not { } name)
        {
            Fault($"morphology of {population}", "MS0123", $"nodes of {population} name no morphology", "add the attribute `morphology`");
            return null;
        }
        if (FileOf(population, name) is not { } file)
        {
            Fault($"shape {name}", "MS0123", circuit.Component(population, "morphologies_dir") is { } folder ? $"the morphology {name} is not in {folder}" : $"{circuit.File} names no morphologies_dir",
                "SWC files (.swc) and HDF5 files (.h5) are read; name their folder under components");
            return null;
        }
        var stub = replaced ? AxonStub.Kind.Replaced
            : AxonStub.IsAsked(attributes.Processing?[node.Index], out bool allActive) ? allActive ? AxonStub.Kind.AllActive : AxonStub.Kind.Perisomatic
            : (attributes.Template?[node.Index] ?? "").StartsWith("nml:", StringComparison.Ordinal) ? AxonStub.Kind.Perisomatic : AxonStub.Kind.None;
        if (shapes.TryGetValue((file, stub), out var known)) return known;
        try
        {
            var shape = file.EndsWith(".h5", StringComparison.Ordinal) ? MorphologyH5File.Read(file) : SwcFile.Read(file);
            if (stub != AxonStub.Kind.None)
            {
                shape = AxonStub.Replace(shape, stub, out int[] numberOf);
                if (stub == AxonStub.Kind.Replaced) renumbered[shape] = numberOf;
            }
            return shapes[(file, stub)] = (shape, options.OddCompartments ? Discretization.OddByLength(shape, 2 * options.Solver.MaxCompartmentLength) : Discretization.ByLength(shape, options.Solver.MaxCompartmentLength));
        }
        catch (InputException e)
        {
            foreach (var d in e.Diagnostics) faults.TryAdd(d.ToString(), d);
            return shapes[(file, stub)] = null;
        }
    }

    /// <summary>NAME, NAME.swc or NAME.h5 in the folders that the circuit names.</summary>
    private string? FileOf(string population, string name)
    {
        foreach (string component in (string[])["morphologies_dir", "h5v1"])
            if (circuit.Component(population, component) is { } folder)
                foreach (string ending in (string[])["", ".swc", ".h5"])
                    if (Path.Combine(folder, name + ending) is var path && File.Exists(path) && (path.EndsWith(".swc", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".h5", StringComparison.OrdinalIgnoreCase))) return path;
        return null;
    }

    private CellModel? ModelOf(CircuitNode node, Columns attributes)
    {
        string? template = attributes.Template?[node.Index], parameters = attributes.Parameters?[node.Index];
        string changes = string.Join(",", Enumerable.Range(0, modifications.Count).Where(m => modifications[m].Nodes.Contains(node)));
        var key = (template, parameters, changes);
        if (models.TryGetValue(key, out var known)) return known;
        var read = TemplateOf(node, attributes);
        return models[key] = read is null ? null : Build(read.Parameters.Count == 0, read, template ?? parameters ?? options.Model.Name, node);
    }

    private BiophysicalModel? TemplateOf(CircuitNode node, Columns attributes)
    {
        var key = (attributes.Template?[node.Index], attributes.Parameters?[node.Index]);
        return templates.TryGetValue(key, out var known) ? known : templates[key] = Read(node, key.Item1, key.Item2);
    }

    /// <summary>The parameters that template and file tell; those without mechanisms where they tell none: the case's own model.</summary>
    private BiophysicalModel? Read(CircuitNode node, string? template, string? parameters)
    {
        string population = node.Population.Name, type = $"node type {node.Population.TypeIds[node.Index]} of {population}";
        if (template is null && parameters is null) return new BiophysicalModel();
        string? folder = circuit.Component(population, "biophysical_neuron_models_dir");
        // Circuits of `multiscale init` say so: the case's own model.
        if (template?.StartsWith("ms:", StringComparison.Ordinal) ?? false) return new BiophysicalModel();
        string schema = template?.Split(':')[0] ?? "", resource = template?[(template.IndexOf(':') + 1)..] ?? "";
        try
        {
            if (parameters is not null && parameters.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) return Found(parameters, FitFile.Read);
            switch (schema)
            {
                case "nml":
                    if (File.Exists(Path.Combine(folder ?? "", resource))) return Found(resource, NeuroMlFile.Read);
                    // Allen's downloads name both files by the number of the cell.
                    string fit = new string([.. Path.GetFileName(resource).Where(char.IsAsciiDigit)]) + "_fit.json";
                    if (folder is null || !File.Exists(Path.Combine(folder, fit))) return Found(resource, NeuroMlFile.Read);
                    warnings.Add($"{type}: {resource} is not there; its parameters come from {fit}");
                    return Found(fit, FitFile.Read);
                case "hoc" or "bhoc": return Found(resource.EndsWith(".hoc", StringComparison.Ordinal) ? resource : resource + ".hoc", HocTemplate.Read);
                case "ctdb":
                    Fault(type, "MS0143", $"{type} has the template {template} and no dynamics_params", "name its fit.json under dynamics_params");
                    return null;
                default:
                    Fault(type, "MS0143", $"{type}: templates \"{schema}:\" are not read ({template})", "use nml:, ctdb: with a fit.json, or hoc:");
                    return null;
            }
        }
        catch (InputException e)
        {
            foreach (var d in e.Diagnostics) faults.TryAdd(d.ToString(), d);
            return null;
        }

        BiophysicalModel? Found(string name, Func<string, BiophysicalModel> read)
        {
            if (folder is not null && File.Exists(Path.Combine(folder, name))) return read(Path.Combine(folder, name));
            string place = folder ?? "the circuit: it names no biophysical_neuron_models_dir";
            if (!absent.TryGetValue(place, out var names)) absent[place] = names = [];
            names.Add($"{name} ({type})");
            // What is not there cannot be read; but all of Allen's perisomatic models draw on the same channels.
            if (AxonStub.IsAsked(ColumnsOf(node.Population).Processing?[node.Index], out bool active) && !active)
                foreach (string channel in PerisomaticChannels) mechanisms.Find(channel, "Allen's perisomatic models");
            return null;
        }
    }

    private CellModel? Build(bool own, BiophysicalModel read, string name, CircuitNode node)
    {
        var model = own ? options.Model : new CellModel
        {
            Name = name, Rest = false,
            Soma = Membrane(read, "soma", name), Axon = Membrane(read, "axon", name), Dendrite = Membrane(read, "dend", name), Apical = Membrane(read, "apic", name),
        };
        foreach (string remark in read.Remarks) warnings.Add($"{name}: {remark}");
        foreach (var (nodes, change) in modifications)
            if (nodes.Contains(node))
                model = model with { Soma = Changed(model.Soma, change), Axon = Changed(model.Axon, change), Dendrite = Changed(model.Dendrite, change), Apical = Changed(model.Apical ?? model.Dendrite, change) };
        return model;
    }

    private MembraneOptions Membrane(BiophysicalModel read, string section, string template)
    {
        var list = new List<MechanismOptions>();
        foreach (var group in read.Parameters.Where(p => p.Section == section).GroupBy(p => p.Mechanism))
        {
            if (mechanisms.Find(group.Key, template) is not { } file) continue;
            var values = new Dictionary<string, double>();
            foreach (var p in group)
                if (p.Parameter.Length == 0) continue;
                else if (file.Parameters.Any(known => known.Name == p.Parameter)) values[p.Parameter] = p.Value;
                else Fault($"{template} {p.Mechanism} {p.Parameter}", "MS0232", $"{template}: mechanism {p.Mechanism} has no parameter '{p.Parameter}'", "use one of " + string.Join(", ", file.Parameters.Select(k => k.Name)));
            list.Add(new MechanismOptions { Name = file.Name, Parameters = values });
        }
        return MembraneOptions.Bare with
        {
            Capacitance = read.Capacitance.GetValueOrDefault(section, 1), Resistivity = read.Resistivity.GetValueOrDefault(section, 35.4),
            SodiumReversal = read.SodiumReversal.TryGetValue(section, out double ena) ? ena : null, PotassiumReversal = read.PotassiumReversal.TryGetValue(section, out double ek) ? ek : null,
            Mechanisms = list,
        };
    }

    /// <summary>The membrane after a manipulation, where it has what is assigned.</summary>
    private static MembraneOptions Changed(MembraneOptions membrane, Modification change)
    {
        foreach (var assignment in change.Configure)
        {
            if (assignment.Variable == "cm") membrane = membrane with { Capacitance = assignment.Apply(membrane.Capacitance) };
            else if (assignment.Variable == "Ra") membrane = membrane with { Resistivity = assignment.Apply(membrane.Resistivity) };
            else
                membrane = membrane with
                {
                    Mechanisms = [.. membrane.Mechanisms.Select(m => assignment.Variable.EndsWith("_" + m.Name, StringComparison.Ordinal) && assignment.Variable[..^(m.Name.Length + 1)] is var parameter
                        ? m with { Parameters = new Dictionary<string, double>(m.Parameters) { [parameter] = assignment.Apply(m.Parameters.GetValueOrDefault(parameter)) } } : m)],
                };
        }
        return membrane;
    }

    private void Fault(string key, string code, string message, string remedy) => faults.TryAdd(key, new Diagnostic(code, message, remedy, new SourceLocation(circuit.File)));
}
