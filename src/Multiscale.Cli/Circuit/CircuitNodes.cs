using Multiscale.Core;
using Multiscale.Formats;

namespace Multiscale.Cli;

/// <summary>A node of a population by its index there.</summary>
internal readonly record struct CircuitNode(NodePopulation Population, int Index)
{
    public long Id => Population.Ids[Index];
}

/// <summary>
/// Which nodes of a circuit are simulated, numbered: cells with a membrane are 0, 1, 2 ... by population in the circuit's order, then by ascending node id;
/// artificial cells follow them in the same order, then virtual nodes as sources of spikes.
/// </summary>
internal sealed class CircuitNodes
{
    private readonly NodeSets sets;
    private readonly Dictionary<string, long[]> numberOf = []; // by population, then index; -1 where a node is neither simulated nor virtual

    /// <param name="set">The node set to simulate; null: every node that is not virtual.</param>
    /// <param name="at">Where the set was named.</param>
    public CircuitNodes(Circuit circuit, NodeSets sets, string? set, SourceLocation at)
    {
        (Circuit, this.sets) = (circuit, sets);
        var chosen = set is null ? null : Resolve(set, at).ToDictionary(s => s.Population, s => s.Ids.ToHashSet());
        List<CircuitNode> cells = [], artificial = [];
        foreach (var population in circuit.Nodes)
        {
            numberOf[population.Name] = new long[population.Count];
            Array.Fill(numberOf[population.Name], -1);
            var types = population.Attributes.Texts("model_type");
            foreach (int i in Enumerable.Range(0, population.Count).OrderBy(i => population.Ids[i]))
            {
                if (types?[i] is null or "virtual" || (chosen is not null && !(chosen.TryGetValue(population, out var ids) && ids.Contains(population.Ids[i])))) continue;
                (types[i] is "point_process" or "point_neuron" or "point_soma" ? artificial : cells).Add(new CircuitNode(population, i));
            }
        }
        Membranes = cells.Count;
        cells.AddRange(artificial);
        for (int g = 0; g < cells.Count; g++) numberOf[cells[g].Population.Name][cells[g].Index] = g;
        Cells = cells;
        long next = cells.Count;
        var virtuals = new List<(long, CircuitNode)>();
        foreach (var population in circuit.Nodes)
        {
            var types = population.Attributes.Texts("model_type");
            for (int i = 0; i < population.Count; i++)
                if (types?[i] == "virtual") virtuals.Add((numberOf[population.Name][i] = next++, new CircuitNode(population, i)));
        }
        Virtual = virtuals;
        Numbers = next;
    }

    public Circuit Circuit { get; }

    /// <summary>The cells by gid.</summary>
    public IReadOnlyList<CircuitNode> Cells { get; }

    /// <summary>How many of them have a membrane: the first ones.</summary>
    public int Membranes { get; }

    /// <summary>Virtual nodes with their numbers.</summary>
    public IReadOnlyList<(long Number, CircuitNode Node)> Virtual { get; }

    /// <summary>One above all numbers of cells and virtual nodes.</summary>
    public long Numbers { get; }

    /// <summary>Number of a cell or virtual node by its id; -1: it is not simulated.</summary>
    public long NumberOf(NodePopulation population, long id) => population.IndexOf(id) is >= 0 and var index ? numberOf[population.Name][index] : -1;

    /// <summary>The cells of a node set, artificial ones included, ascending.</summary>
    public IEnumerable<long> CellsOf(string set, SourceLocation at) =>
        Resolve(set, at).SelectMany(s => s.Ids.Select(id => NumberOf(s.Population, id))).Where(n => n >= 0 && n < Cells.Count).Order();

    /// <summary>The nodes of a set; a fault in it is shown where it was named.</summary>
    public IReadOnlyList<NodeSelection> Resolve(string set, SourceLocation at)
    {
        try
        {
            return sets.Resolve(set);
        }
        catch (InputException fault)
        {
            throw new InputException([.. fault.Diagnostics.Select(d => d with { Message = $"node set '{set}': {d.Message} ({d.Location?.File})", Location = at })]);
        }
    }
}
