using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;
using Multiscale.Neurons;

namespace Multiscale.Cli;

/// <summary>The inputs of a simulation_config.json as clamps, sources of spikes and the connections from them.</summary>
internal sealed class CircuitInputs(SimulationConfig config, CircuitNodes nodes, CircuitEdges edges, long seed, CurrentCarrier carrier)
{
    // Spontaneous and replayed events need ids of their own beside those of edges.
    private const long IdsPerInput = 1L << 40;

    private readonly List<Diagnostic> faults = [];
    private readonly SourceLocation at = new(config.File);
    private readonly SortedDictionary<long, List<double>> trains = [];
    private readonly List<CurrentClamp> clamps = [];
    private readonly List<SynapseDescription> synapses = [];
    private readonly List<Connection> connections = [];
    private readonly Dictionary<(NodePopulation, string), double[]?> columns = [];
    private readonly Lazy<Dictionary<long, SynapseDescription>> plain = new(() => edges.Synapses.ToDictionary(s => s.Id));

    public IEnumerable<Diagnostic> Faults => faults;

    /// <summary>The network with its inputs.</summary>
    /// <param name="cells">Cells of this rank.</param>
    public NeuronNetwork Drive(NeuronNetwork network, IReadOnlyDictionary<long, CellDescription> cells)
    {
        foreach (var (number, _) in nodes.Virtual) trains.Add(number, []);
        for (int i = 0; i < config.Inputs.Count; i++)
            try
            {
                switch (config.Inputs[i])
                {
                    case SpikesInput spikes: Play(spikes); break;
                    case ReplayInput replay: Replay(replay, i); break;
                    case CurrentClampInput clamp: Clamp(clamp, cells); break;
                    case VoltageClampInput clamp: Hold(clamp, cells); break;
                    case OtherInput other: Inject(other, i, cells); break;
                }
            }
            catch (InputException e)
            {
                faults.AddRange(e.Diagnostics);
            }
        Spontaneous();
        return network with
        {
            Clamps = [.. network.Clamps, .. clamps], Synapses = [.. network.Synapses, .. synapses], Connections = [.. network.Connections, .. connections],
            SpikeSources = [.. network.SpikeSources, .. trains.Select(t => new SpikeSource(t.Key, [.. t.Value.Order()]))],
        };
    }

    private void Play(SpikesInput input)
    {
        if (input.Module is not ("" or "h5" or "sonata" or "csv")) throw Fault(input.Name, $"spikes of module \"{input.Module}\" are not read", "use h5 (SONATA) or csv");
        foreach (var selection in nodes.Resolve(input.NodeSet ?? throw Fault(input.Name, "node_set is missing", "name the virtual nodes that fire"), at))
        {
            var ids = selection.Ids.ToHashSet();
            var spikes = SpikesOf(input.File, selection.Population.Name);
            for (int s = 0; s < spikes.Count; s++)
            {
                if (!ids.Contains(spikes.Ids[s])) continue;
                long number = nodes.NumberOf(selection.Population, spikes.Ids[s]);
                if (number < nodes.Cells.Count) throw Fault(input.Name, $"node {spikes.Ids[s]} of {selection.Population.Name} is simulated and fires by itself", "give spikes to virtual nodes, or use the module synapse_replay");
                trains[number].Add(spikes.Times[s]);
            }
        }
    }

    private static SpikeTrains SpikesOf(string file, string population) => file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? SpikeTable.Read(file, population) : SpikesFile.Read(file, population);

    /// <summary>Spikes of an earlier run act through this run's edges once more.</summary>
    private void Replay(ReplayInput input, int index)
    {
        var targets = CircuitEdges.SetOf(nodes, input.NodeSet ?? "all", at);
        var sources = input.Source is null ? null : CircuitEdges.SetOf(nodes, input.Source, at);
        var byNode = new Dictionary<CircuitNode, List<double>>();
        foreach (var spikes in SpikesFile.Read(input.File))
        {
            var population = nodes.Circuit.Nodes.FirstOrDefault(p => p.Name == spikes.Population) ?? (spikes.Population.Length == 0 && nodes.Circuit.Nodes.Count == 1 ? nodes.Circuit.Nodes[0] : null);
            if (population is null) continue;
            for (int s = 0; s < spikes.Count; s++)
                if (population.IndexOf(spikes.Ids[s]) is >= 0 and var i && new CircuitNode(population, i) is var node && (sources?.Contains(node) ?? true))
                {
                    if (!byNode.TryGetValue(node, out var times)) byNode[node] = times = [];
                    times.Add(spikes.Times[s] + input.Delay);
                }
        }
        foreach (var edge in edges.Edges)
        {
            if (!targets.Contains(nodes.Cells[(int)edge.Target]) || !byNode.TryGetValue(edge.From, out var times)) continue;
            long source = IdsPerInput * (index + 2) + edge.Source;
            trains.TryAdd(source, times);
            Connect(edge, IdsPerInput * (index + 2) + edge.Id, source, edge.Delay);
        }
    }

    /// <summary>Each synapse with a rate of its own releases at Poisson times.</summary>
    private void Spontaneous()
    {
        var random = new CounterRandom((ulong)(seed + (config.MinisSeed ?? 0)), 0x6d696e6973);
        foreach (var edge in edges.Edges)
        {
            if (!(edge.SpontaneousRate > 0)) continue;
            var draws = new CounterRandom(random.Bits((ulong)edge.Id), 0);
            var times = new List<double>();
            double t = 0;
            for (ulong k = 0; (t -= 1e3 / edge.SpontaneousRate * Math.Log(1 - draws.Uniform(k))) < config.Stop; k++) times.Add(t);
            long id = IdsPerInput + edge.Id;
            trains.Add(id, times);
            Connect(edge, id, id, 0);
        }
    }

    private void Connect(CircuitEdge edge, long id, long source, double delay)
    {
        if (edge.ToCell) connections.Add(new Connection(id, source, edge.Target, delay, [edge.Weight]) { ToCell = true });
        else if (edge.Mechanism.Length > 0) connections.Add(new Connection(id, source, edge.Id, delay, [edge.Weight]));
        else synapses.Add(plain.Value[edge.Id] with { Id = id, SourceGid = source, Delay = delay });
    }

    private void Clamp(CurrentClampInput input, IReadOnlyDictionary<long, CellDescription> cells)
    {
        var type = input.Section switch
        {
            "soma" => SectionType.Soma, "axon" => SectionType.Axon, "dend" => SectionType.BasalDendrite, "apic" => SectionType.ApicalDendrite,
            _ => throw Fault(input.Name, $"section_name \"{input.Section}\"", "use soma, axon, dend or apic"),
        };
        foreach (long gid in nodes.CellsOf(input.NodeSet ?? "all", at))
        {
            if (!cells.TryGetValue(gid, out var cell)) continue;
            int section = cell.Morphology.Sections.Where(s => s.Type == type).Skip(input.SectionIndex).Select(s => s.Index).FirstOrDefault(-1);
            if (section < 0) throw Fault(input.Name, $"cell {nodes.Cells[(int)gid].Id} of {nodes.Cells[(int)gid].Population.Name} has no {input.Section}[{input.SectionIndex}]", "choose another section, or other cells");
            clamps.Add(new CurrentClamp(gid, section, input.SectionPosition, input.Delay, input.Duration, input.Amplitude, carrier));
        }
    }

    private void Hold(VoltageClampInput input, IReadOnlyDictionary<long, CellDescription> cells)
    {
        foreach (long gid in nodes.CellsOf(input.NodeSet ?? "all", at))
            if (cells.ContainsKey(gid)) clamps.Add(new CurrentClamp(gid, 0, 0.5, input.Delay, input.Duration, 1 / input.SeriesResistance, carrier) { Reversal = input.Voltage });
    }

    private void Inject(OtherInput input, int index, IReadOnlyDictionary<long, CellDescription> cells)
    {
        var signal = CurrentSignal.Read(input, config.File);
        var random = new CounterRandom((ulong)(seed + (config.StimulusSeed ?? 0)), (ulong)index);
        foreach (long gid in nodes.CellsOf(input.NodeSet ?? "all", at))
        {
            if (!cells.ContainsKey(gid)) continue;
            var node = nodes.Cells[(int)gid];
            double unit = !signal.Relative ? 1 : signal.Reversal is null ? 0.01 * Attribute(input, node, "threshold_current") : 0.01 / Attribute(input, node, "input_resistance"), holding = signal is HoldingSignal ? Attribute(input, node, "holding_current") : 0;
            if (Waveform.Of(signal, unit, holding, new CounterRandom(random.Bits((ulong)(signal.Seed ?? gid)), 1), config.Stop) is { } course)
                clamps.Add(new CurrentClamp(gid, 0, 0.5, signal.Delay, signal.Duration, 1, carrier) { Course = course, Reversal = signal.Reversal, IsMembrane = !signal.Electrode });
        }
    }

    /// <summary>A number that a node's dynamics_params or attributes hold; Blue Brain files keep it in @dynamics.</summary>
    private double Attribute(OtherInput input, CircuitNode node, string name) =>
        ColumnOf(node.Population, name) is { } values && !double.IsNaN(values[node.Index]) ? values[node.Index]
            : throw Fault(input.Name, $"nodes of {node.Population.Name} have no {name}", $"add {name} [{(name == "input_resistance" ? "MOhm" : "nA")}] to the nodes' dynamics_params, or give amplitudes in {(name == "input_resistance" ? "uS" : "nA")}");

    private double[]? ColumnOf(NodePopulation population, string name) => columns.TryGetValue((population, name), out double[]? known) ? known
        : columns[(population, name)] = population.DynamicsParameters.Numbers(name) ?? population.Attributes.Numbers(name);

    private InputException Fault(string input, string message, string remedy) => new("MS0145", $"$.inputs.{input}: {message}", remedy, at);
}
