using System.Globalization;
using System.Text.Json;
using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>Nodes of one population, by ascending id.</summary>
public sealed record NodeSelection(NodePopulation Population, long[] Ids);

/// <summary>
/// SONATA node sets. Basic: attributes joined by "and", an array of values meaning "one of"; "population" and "node_id" count as attributes.
/// Compound: an array of names, their union. A name that is no set is taken as that of a population, as AIBS's examples use it; "all" is every node unless defined otherwise.
/// </summary>
public sealed class NodeSets
{
    private readonly Circuit circuit;
    private readonly string file;
    private readonly Dictionary<string, JsonElement> sets = [];

    /// <summary>The sets of a node_sets.json, or none where there is no file.</summary>
    public NodeSets(Circuit circuit, string? file = null)
    {
        this.circuit = circuit;
        this.file = file ?? "";
        if (file is null) return;
        var json = SonataJson.Read(file);
        foreach (string name in json.Keys) sets.Add(name, json.Value(name));
    }

    public IReadOnlyCollection<string> Names => sets.Keys;

    /// <summary>The nodes of a set given by name or, where the text begins with {, defined in place; populations without a match are left out.</summary>
    /// <exception cref="InputException">The set does not exist, is defined by itself, or uses an operator that SONATA does not define.</exception>
    public IReadOnlyList<NodeSelection> Resolve(string set)
    {
        var chosen = circuit.Nodes.ToDictionary(p => p, p => new bool[p.Count]);
        if (set is ['{', ..]) AddBasic(SonataJson.Parse(set, file), "(in place)", chosen);
        else Add(set, chosen, []);
        return
        [
            .. circuit.Nodes.Where(p => chosen[p].Contains(true))
                .Select(p => new NodeSelection(p, [.. p.Ids.Where((_, i) => chosen[p][i]).Order()])),
        ];
    }

    /// <summary>The ids that a set has in one population.</summary>
    public long[] Resolve(string set, string population) => Resolve(set).FirstOrDefault(s => s.Population.Name == population)?.Ids ?? [];

    private void Add(string name, Dictionary<NodePopulation, bool[]> chosen, List<string> within)
    {
        if (within.Contains(name)) throw Fault(name, $"the set contains itself ({string.Join(" -> ", within)} -> {name})", "");
        if (!sets.TryGetValue(name, out var definition))
        {
            foreach (var population in circuit.Nodes)
                if (population.Name == name || name == "all") Array.Fill(chosen[population], true);
            if (name != "all" && circuit.Nodes.All(p => p.Name != name))
                throw Fault(name, "there is no such node set", $"there are the sets {string.Join(", ", sets.Keys)} and the populations {string.Join(", ", circuit.Nodes.Select(p => p.Name))}");
            return;
        }
        if (definition.ValueKind == JsonValueKind.Object) AddBasic(definition, name, chosen);
        else if (definition.ValueKind == JsonValueKind.Array)
            foreach (var part in definition.EnumerateArray())
                Add(part.ValueKind == JsonValueKind.String ? part.GetString()! : throw Fault(name, "a compound set lists names", ""), chosen, [.. within, name]);
        else throw Fault(name, "an object of attributes or an array of names was expected", "");
    }

    private void AddBasic(JsonElement rules, string name, Dictionary<NodePopulation, bool[]> chosen)
    {
        foreach (var population in circuit.Nodes)
        {
            var matches = new bool[population.Count];
            Array.Fill(matches, true);
            foreach (var rule in rules.EnumerateObject())
            {
                JsonElement[] values = rule.Value.ValueKind == JsonValueKind.Array ? [.. rule.Value.EnumerateArray()] : [rule.Value];
                if (Array.Exists(values, v => v.ValueKind is JsonValueKind.Object or JsonValueKind.Array))
                    throw Fault(name, $"{rule.Name}: a value or an array of values was expected", "operators such as $gt are not part of SONATA");
                Restrict(population, rule.Name, values, matches);
            }
            var all = chosen[population];
            for (int i = 0; i < all.Length; i++) all[i] |= matches[i];
        }
    }

    private static void Restrict(NodePopulation population, string attribute, JsonElement[] values, bool[] matches)
    {
        if (attribute == "population")
        {
            if (!Array.Exists(values, v => v.ValueKind == JsonValueKind.String && v.GetString() == population.Name)) Array.Clear(matches);
            return;
        }
        if (attribute is "node_id" or "node_type_id")
        {
            var ids = values.Where(v => v.ValueKind == JsonValueKind.Number).Select(v => (long)v.GetDouble()).ToHashSet();
            var own = attribute == "node_id" ? population.Ids : population.TypeIds;
            for (int i = 0; i < matches.Length; i++) matches[i] &= ids.Contains(own[i]);
            return;
        }
        var texts = population.Attributes.Texts(attribute);
        if (texts is null)
        {
            Array.Clear(matches);
            return;
        }
        for (int i = 0; i < matches.Length; i++) matches[i] &= texts[i] is { } text && Array.Exists(values, v => Equal(text, v));
    }

    private static bool Equal(string text, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => text == value.GetString(),
        JsonValueKind.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number == value.GetDouble(),
        JsonValueKind.True => text is "1" or "true" or "True",
        JsonValueKind.False => text is "0" or "false" or "False",
        _ => false,
    };

    private InputException Fault(string set, string message, string remedy) => SonataFile.Fault("MS0737", file, $"$.{set}", message, remedy);
}
