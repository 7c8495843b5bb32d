using System.Text.Json;
using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>The cells, synapses and stimuli of a case, cut out for one rank: cell g belongs to rank g mod ranks.</summary>
internal sealed class CircuitCells
{
    private readonly NetworkCase options;
    private readonly Communicator ranks;
    private readonly long seed;
    private readonly NodeSets? nodeSets;
    private readonly NodePopulation? population;
    private readonly Dictionary<long, long> gidOfNode = [];

    /// <exception cref="InputException">Neither a circuit nor cells, both, or nodes that cannot be simulated.</exception>
    public CircuitCells(NetworkCase options, Communicator ranks, long seed)
    {
        (this.options, this.ranks, this.seed) = (options, ranks, seed);
        if (options.Circuit is null == (options.Cells.Count == 0))
            throw new InputException("MS0121", "neurons need either a circuit or a list of cells", "give `neurons.circuit` or `neurons.cells`", options.Location);
        if (options.Circuit is { } file)
        {
            var circuit = Circuit.Read(file.FullPath);
            string sets = Path.Combine(Path.GetDirectoryName(file.FullPath)!, "node_sets.json");
            nodeSets = new NodeSets(circuit, File.Exists(sets) ? sets : null);
            population = Chosen(circuit);
            var (cells, synapses) = Read(circuit, population);
            Network = new NeuronNetwork { Cells = cells, Synapses = synapses };
        }
        else Network = new NeuronNetwork { Cells = Listed() };
        Network = Network with { Clamps = [.. Clamps()], Synapses = [.. Network.Synapses, .. Trains(out var sources)], SpikeSources = sources, GapJunctions = [.. Junctions()] };
    }

    /// <summary>What this rank simulates.</summary>
    public NeuronNetwork Network { get; }

    /// <summary>Cells on all ranks.</summary>
    public long Count { get; private set; }

    /// <summary>Name of the SONATA population, for reports.</summary>
    public string Population => population?.Name ?? "cells";

    private bool IsMine(long gid) => gid % ranks.Size == ranks.Rank;

    private List<CellDescription> Listed()
    {
        Count = options.Cells.Count;
        var shapes = new Dictionary<string, Morphology>();
        var mine = new List<CellDescription>();
        for (int gid = 0; gid < Count; gid++)
        {
            if (!IsMine(gid)) continue;
            var cell = options.Cells[gid];
            var shape = Shape(shapes, cell.Morphology.FullPath);
            mine.Add(new CellDescription(gid, shape, options.Model) { Placement = Placement.At(new Point3(cell.Position[0], cell.Position[1], cell.Position[2])) });
        }
        return mine;
    }

    private NodePopulation Chosen(Circuit circuit)
    {
        var candidates = circuit.Nodes.Where(p => p.Attributes.Texts("model_type")?.Any(t => t == "biophysical") ?? false).ToArray();
        return candidates.Length == 1
            ? candidates[0]
            : throw new InputException("MS0122", $"{circuit.File} has {candidates.Length} populations of biophysical cells", "exactly one is simulated: split the circuit", options.Circuit?.Location);
    }

    /// <summary>Cells in ascending node id become gids 0, 1, 2 ...</summary>
    private (List<CellDescription>, List<SynapseDescription>) Read(Circuit circuit, NodePopulation nodes)
    {
        string folder = circuit.Components.TryGetValue("morphologies_dir", out string? given) ? given
            : throw new InputException("MS0123", $"{circuit.File} names no morphologies_dir", "add it under components");
        var chosen = (options.NodeSet is { } set ? Resolve(set, options.Location) : nodes.Ids).Order().ToArray();
        for (int g = 0; g < chosen.Length; g++) gidOfNode[chosen[g]] = g;
        Count = chosen.Length;
        var names = nodes.Attributes.Texts("morphology") ?? throw new InputException("MS0123", $"the nodes of {nodes.Name} name no morphology", "add the attribute `morphology`");
        var positions = nodes.Positions;
        var orientations = nodes.Orientations;
        var shapes = new Dictionary<string, Morphology>();
        var cells = new List<CellDescription>();
        for (int g = 0; g < chosen.Length; g++)
        {
            if (!IsMine(g)) continue;
            int node = nodes.IndexOf(chosen[g]);
            var q = orientations[node];
            cells.Add(new CellDescription(g, Shape(shapes, Path.Combine(folder, names[node] + ".swc")), options.Model)
            {
                Placement = Placement.Of(positions[node], q.W, q.X, q.Y, q.Z),
            });
        }
        return (cells, ReadSynapses(circuit, nodes));
    }

    private List<SynapseDescription> ReadSynapses(Circuit circuit, NodePopulation nodes)
    {
        var synapses = new List<SynapseDescription>();
        long first = 0;
        foreach (var edges in circuit.Edges)
        {
            if (edges.Target == nodes.Name && edges.Source == nodes.Name)
            {
                double[] sections = edges.SectionIds ?? new double[edges.Count], places = edges.SectionPositions ?? new double[edges.Count];
                double[] delays = Require(edges, edges.Delays, "delay"), weights = Require(edges, edges.Weights, "syn_weight");
                var parameters = edges.Attributes.Texts("dynamics_params");
                var kinetics = new Dictionary<string, SynapseKinetics>();
                circuit.Components.TryGetValue("synaptic_models_dir", out string? folder);
                for (int e = 0; e < edges.Count; e++)
                {
                    if (!gidOfNode.TryGetValue(edges.SourceIds[e], out long source) || !gidOfNode.TryGetValue(edges.TargetIds[e], out long target) || !IsMine(target)) continue;
                    string file = Path.Combine(folder ?? "", parameters?[e] ?? throw new InputException("MS0124", $"edge {e} of {edges.Name} has no dynamics_params", "name a JSON file with tau1, tau2 and erev in its edge type"));
                    if (!kinetics.TryGetValue(file, out var kind)) kinetics[file] = kind = ReadKinetics(file);
                    synapses.Add(new SynapseDescription(first + e, source, target, (int)sections[e], places[e], kind, weights[e], delays[e]));
                }
            }
            first += edges.Count;
        }
        return synapses;
    }

    private static double[] Require(EdgePopulation edges, double[]? values, string name) =>
        values ?? throw new InputException("MS0124", $"the edges of {edges.Name} have no {name}", $"add `{name}` to the edges or to their types");

    private static SynapseKinetics ReadKinetics(string file)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = json.RootElement;
            return new SynapseKinetics(root.TryGetProperty("tau1", out var rise) ? rise.GetDouble() : 0,
                (root.TryGetProperty("tau2", out var decay) ? decay : root.GetProperty("tau")).GetDouble(), root.GetProperty("erev").GetDouble());
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InputException("MS0125", $"synapse parameters: {e.Message}", "a JSON object with tau1 [ms] (0 or absent for a single exponential), tau2 [ms] and erev [mV]", new SourceLocation(file));
        }
    }

    private static Morphology Shape(Dictionary<string, Morphology> shapes, string path) =>
        shapes.TryGetValue(path, out var shape) ? shape : shapes[path] = SwcFile.Read(path);

    private IEnumerable<CurrentClamp> Clamps()
    {
        for (int s = 0; s < options.Stimuli.Count; s++)
        {
            var stimulus = options.Stimuli[s];
            foreach (long gid in Targets(stimulus.NodeSet, stimulus.Cells, "stimuli", stimulus.Location))
            {
                if (!IsMine(gid)) continue;
                double spread = 1 + stimulus.Spread * (2 * new CounterRandom((ulong)seed, (ulong)s).Uniform((ulong)gid) - 1);
                yield return new CurrentClamp(gid, 0, 0.5, stimulus.Start, stimulus.Duration, stimulus.Amplitude * spread, stimulus.Carrier);
            }
        }
    }

    private IEnumerable<GapJunction> Junctions()
    {
        for (int j = 0; j < options.GapJunctions.Count; j++)
        {
            var junction = options.GapJunctions[j];
            if (junction.Cells.Count != 2 || junction.Sections.Count != 2 || junction.Positions.Length != 2)
                throw new InputException("MS0126", "neurons.gap_junctions: a junction joins two compartments", "give two cells, and two sections and positions or none", junction.Location);
            long[] cells = [.. Targets(null, junction.Cells, "gap_junctions", junction.Location)];
            if (IsMine(cells[0]) || IsMine(cells[1])) yield return new GapJunction(j, End(0), End(1), junction.Conductance);

            GapEnd End(int side) => new(cells[side], (int)junction.Sections[side], junction.Positions[side]);
        }
    }

    private IEnumerable<long> Targets(string? set, IReadOnlyList<long> cells, string where, SourceLocation location)
    {
        if (set is not null)
        {
            if (nodeSets is null) throw new InputException("MS0126", $"neurons.{where}: the node set '{set}' needs a circuit", "list the cells by id instead", location);
            return Resolve(set, location).Where(gidOfNode.ContainsKey).Select(n => gidOfNode[n]).Order();
        }
        foreach (long gid in cells)
            if (gid < 0 || gid >= Count) throw new InputException("MS0126", $"neurons.{where}: there is no cell {gid}", $"cells count from 0 to {Count - 1}", location);
        return cells;
    }

    /// <summary>The nodes of a set; a fault in it is shown where the case names the set.</summary>
    private long[] Resolve(string set, SourceLocation location)
    {
        try
        {
            return nodeSets!.Resolve(set, population!.Name);
        }
        catch (InputException fault)
        {
            throw new InputException([.. fault.Diagnostics.Select(d => d with { Message = $"node set '{set}': {d.Message} ({d.Location?.File})", Location = location })]);
        }
    }

    private static readonly SynapseKinetics TrainSynapse = new(0, 2, 0);

    private List<SynapseDescription> Trains(out List<SpikeSource> sources)
    {
        var synapses = new List<SynapseDescription>();
        sources = [];
        // Above all ids of edges and cells.
        long next = 1L << 40;
        for (int t = 0; t < options.SpikeTrains.Count; t++)
        {
            var train = options.SpikeTrains[t];
            sources.Add(new SpikeSource(Count + t, [.. train.Times.Order()]));
            foreach (long gid in Targets(null, train.Cells, "spike_trains", train.Location))
            {
                if (IsMine(gid)) synapses.Add(new SynapseDescription(next, Count + t, gid, 0, 0.5, TrainSynapse, train.Weight, train.Delay));
                next++;
            }
        }
        return synapses;
    }
}
