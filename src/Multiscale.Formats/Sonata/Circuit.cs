using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>A SONATA circuit: its populations and the folders of its components.</summary>
public sealed record Circuit
{
    public required IReadOnlyList<NodePopulation> Nodes { get; init; }

    public IReadOnlyList<EdgePopulation> Edges { get; init; } = [];

    /// <summary>Absolute folders by their SONATA names: morphologies_dir, synaptic_models_dir, point_neuron_models_dir ...</summary>
    public IReadOnlyDictionary<string, string> Components { get; init; } = new Dictionary<string, string>();

    /// <summary>The same for single populations, as Blue Brain circuits give them; they come before those of the circuit.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> PopulationComponents { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Absolute path of the circuit's own node sets; null where it names none.</summary>
    public string? NodeSetsFile { get; init; }

    /// <summary>Where the circuit was read from; empty for one made in memory.</summary>
    public string File { get; init; } = "";

    /// <summary>The folder of a component for a population; null where neither it nor the circuit names one.</summary>
    public string? Component(string population, string name) =>
        PopulationComponents.TryGetValue(population, out var own) && own.TryGetValue(name, out string? folder) ? folder : Components.GetValueOrDefault(name);

    /// <exception cref="InputException">There is none of this name.</exception>
    public NodePopulation Population(string name) => Nodes.FirstOrDefault(p => p.Name == name)
        ?? throw new InputException("MS0734", $"there is no node population \"{name}\"", $"the circuit has: {string.Join(", ", Nodes.Select(p => p.Name))}", new SourceLocation(File));

    /// <exception cref="InputException">There is none of this name.</exception>
    public EdgePopulation EdgesNamed(string name) => Edges.FirstOrDefault(p => p.Name == name)
        ?? throw new InputException("MS0734", $"there is no edge population \"{name}\"", $"the circuit has: {string.Join(", ", Edges.Select(p => p.Name))}", new SourceLocation(File));

    /// <summary>Reads circuit_config.json (or a config.json that names it under "network") and every file it refers to.</summary>
    /// <exception cref="InputException">A file is missing or wrong; with the file and the place in it.</exception>
    public static Circuit Read(string path)
    {
        var json = SonataJson.Read(path);
        if (!json.Has("networks") && json.OptionalPath("network") is { } network) return Read(network);
        if (!json.Has("networks")) throw json.Fault("networks", "an object with \"nodes\" and \"edges\"");
        var networks = json.Child("networks");
        var circuit = new Circuit
        {
            Nodes = [.. networks.Items("nodes").SelectMany(item => NodePopulation.Read(item.RequiredPath("nodes_file"), item.OptionalPath("node_types_file")))],
            Edges = [.. networks.Items("edges").SelectMany(item => EdgePopulation.Read(item.RequiredPath("edges_file"), item.OptionalPath("edge_types_file")))],
            Components = ComponentsOf(json.Child("components")),
            PopulationComponents = networks.Items("nodes").Select(item => item.Child("populations")).SelectMany(all => all.Keys.Select(name => (Name: name, Own: ComponentsOf(all.Child(name)))))
                .GroupBy(p => p.Name).ToDictionary(g => g.Key, g => (IReadOnlyDictionary<string, string>)g.Last().Own),
            NodeSetsFile = json.OptionalPath("node_sets_file"),
            File = path,
        };
        circuit.Check();
        return circuit;
    }

    // BBP circuits nest alternate_morphologies: its folders come by their own names (h5v1, neurolucida-asc).
    private static Dictionary<string, string> ComponentsOf(SonataJson json)
    {
        var folders = new Dictionary<string, string>();
        foreach (string key in json.Keys)
            if (json.IsObject(key)) foreach (var (name, path) in ComponentsOf(json.Child(key))) folders[name] = path;
            else if (json.IsText(key) && json.OptionalPath(key) is { } folder) folders[key] = folder;
        return folders;
    }

    private void Check()
    {
        if (Nodes.GroupBy(p => p.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InputException("MS0735", $"node population \"{twice.Key}\" comes twice", "each population has one entry in networks.nodes", new SourceLocation(File));
        if (Edges.GroupBy(p => p.Name).FirstOrDefault(g => g.Count() > 1) is { } again)
            throw new InputException("MS0735", $"edge population \"{again.Key}\" comes twice", "each population has one entry in networks.edges", new SourceLocation(File));
        foreach (var edges in Edges)
        {
            CheckEnds(edges, "source", edges.Source, edges.SourceIds);
            CheckEnds(edges, "target", edges.Target, edges.TargetIds);
        }
    }

    private void CheckEnds(EdgePopulation edges, string end, string population, long[] ids)
    {
        if (population.Length == 0) return;
        var nodes = Population(population);
        for (int e = 0; e < ids.Length; e++)
            if (nodes.IndexOf(ids[e]) < 0)
                throw new InputException("MS0736", $"edge {e} of {edges.Name} has the {end} node {ids[e]}, which population {population} does not have", $"it has {nodes.Count} nodes", new SourceLocation(File));
    }
}
