using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>The cells, synapses and stimuli of a case, cut out for one rank.</summary>
internal sealed class CircuitCells
{
    private readonly NetworkCase options;
    private readonly Communicator ranks;
    private readonly long seed;
    private readonly CircuitNodes? nodes;
    private readonly CircuitMechanisms mechanisms;
    private readonly List<string> warnings = [];

    /// <exception cref="InputException">Neither a circuit nor cells, both, or nodes that cannot be simulated; all faults of a circuit at once.</exception>
    public CircuitCells(NetworkCase options, Communicator ranks, long seed, SimTime duration)
    {
        (this.options, this.ranks, this.seed) = (options, ranks, seed);
        if ((options.Circuit is null ? 0 : 1) + (options.Simulation is null ? 0 : 1) + (options.Cells.Count == 0 ? 0 : 1) != 1)
            throw new InputException("MS0121", "neurons need either a circuit, a simulation or a list of cells", "give `neurons.circuit`, `neurons.simulation` or `neurons.cells`", options.Location);
        Config = options.Simulation is { } simulation ? SimulationConfig.Read(simulation.FullPath) with { Stop = duration.Milliseconds } : null;
        string? file = options.Circuit?.FullPath ?? (Config is null ? null : Config.Network ?? Path.Combine(Path.GetDirectoryName(Config.File)!, "circuit_config.json"));
        var circuit = file is null ? null : Circuit.Read(file);
        mechanisms = new CircuitMechanisms(options.ModFiles, circuit?.Components.GetValueOrDefault("mechanisms_dir"));
        foreach (var membrane in (MembraneOptions?[])[options.Model.Soma, options.Model.Axon, options.Model.Dendrite, options.Model.Apical])
            foreach (var mechanism in membrane?.Mechanisms ?? []) mechanisms.Find(mechanism.Name, "neurons.model", mechanism.Location);
        if (circuit is not null)
        {
            string beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file!))!, "node_sets.json");
            var sets = new NodeSets(circuit, Config?.NodeSetsFile ?? circuit.NodeSetsFile ?? (File.Exists(beside) ? beside : null));
            nodes = new CircuitNodes(circuit, sets, options.NodeSet ?? Config?.NodeSet, options.Location);
            if (nodes.Cells.Count == 0) throw new InputException("MS0122", $"{circuit.File} has no nodes to simulate", "cells have model_type biophysical; a node_set must reach some", options.Circuit?.Location ?? options.Simulation?.Location);
            Count = nodes.Membranes;
            Network = OfCircuit(nodes);
        }
        else
        {
            Network = new NeuronNetwork { Cells = Listed() };
            ThrowIfAny(mechanisms.Lacking());
        }
        Network = Network with { Clamps = [.. Network.Clamps, .. Clamps()], Synapses = [.. Network.Synapses, .. Trains(out var sources)], SpikeSources = [.. Network.SpikeSources, .. sources], GapJunctions = [.. Junctions()] };
        ThrowIfAny(mechanisms.Lacking());
        bool currents = (Config?.Reports ?? []).Where(r => r.Enabled).SelectMany(ReportedVariable.Of).Any(v => v is { Mechanism: "", Name: ['i', ..] } && v != ReportedVariable.Membrane);
        Solver = options.Solver with { IonCurrents = options.Solver.IonCurrents || currents, Seed = options.Solver.Seed != 0 ? options.Solver.Seed : (int)(seed & int.MaxValue), Kept = [.. options.Solver.Kept, .. ReportedVariable.Kept(Config?.Reports ?? [], mechanisms.Used.Values)] };
    }

    /// <summary>The simulation the case names; null for a circuit or listed cells.</summary>
    public SimulationConfig? Config { get; }

    /// <summary>Reports that the simulation and the case ask for.</summary>
    public IEnumerable<ReportRequest> Reports =>
    [
        .. (Config?.Reports ?? []).Where(r => r.Enabled),
        .. options.Electrodes is { } e ? new[] { new ReportRequest("electrodes") { Module = "extracellular", Electrodes = e.Positions.FullPath, Conductivity = e.Conductivity, Sources = e.Sources == SourceShape.Point ? "point" : "line", Step = e.Step.Milliseconds } } : [],
    ];

    /// <summary>Where they are asked for.</summary>
    public SourceLocation ReportsAt => Config is null ? options.Electrodes?.Location ?? options.Location : new SourceLocation(Config.File);

    /// <summary>What this rank simulates.</summary>
    public NeuronNetwork Network { get; }

    /// <summary>Synapses of this rank with the edges they come from.</summary>
    public IReadOnlyList<CircuitEdge> Edges { get; private set; } = [];

    /// <summary>The solver's options with what reports need kept.</summary>
    public NeuronOptions Solver { get; }

    public MechanismCatalog Catalog => mechanisms.Catalog;

    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>Cells on all ranks.</summary>
    public long Count { get; private set; }

    /// <summary>Name of the SONATA population of a cell, and its id there, for reports.</summary>
    public (string Population, long Id) NodeOf(long gid) => nodes is null ? ("cells", gid) : (nodes.Cells[(int)gid].Population.Name, nodes.Cells[(int)gid].Id);

    /// <summary>Populations that have cells, in the order of gids.</summary>
    public IEnumerable<string> Populations => nodes is null ? ["cells"] : nodes.Cells.Select(c => c.Population.Name).Distinct();

    /// <summary>Cells of a node set of the circuit, ascending; null: all.</summary>
    public IReadOnlyList<long> CellsOf(string? set, SourceLocation at) =>
        set is null || nodes is null ? [.. Enumerable.Range(0, (int)Count).Select(g => (long)g)] : [.. nodes.CellsOf(set, at)];

    private CellBalance? balance; // null: cells are dealt in turn

    /// <summary>Estimated work of the rank that has most over the mean.</summary>
    public double Imbalance => balance?.Imbalance ?? 1;

    private bool IsMine(long gid) => (balance is not null && gid < Count ? balance.OwnerOf(gid) : gid % ranks.Size) == ranks.Rank;

    /// <summary>Deals the cells to the ranks by what they cost, which each rank tells of those that would be its own if they were dealt in turn. Collective.</summary>
    /// <param name="describe">Null where a cell has a fault.</param>
    private Dictionary<long, CellDescription> Deal(Func<long, CellDescription?> describe)
    {
        var mine = new Dictionary<long, CellDescription>();
        Describe();
        if (ranks.Size == 1) return mine;
        var cuts = new Dictionary<Morphology, Discretization>(ReferenceEqualityComparer.Instance);
        var told = ranks.Allgatherv<double>([.. mine.SelectMany(c => new[] { c.Key, CellBalance.CostOf(c.Value.Model, c.Value.Discretization ?? CutOnce(c.Value.Morphology), mechanisms.Catalog) })]);
        var cost = new double[Count];
        for (int i = 0; i < told.Length; i += 2) cost[(long)told[i]] = told[i + 1];
        balance = new CellBalance(cost, ranks.Size);
        foreach (long gid in mine.Keys.Where(g => !IsMine(g)).ToArray()) mine.Remove(gid);
        Describe();
        return mine;

        void Describe()
        {
            for (long gid = 0; gid < Count; gid++) if (IsMine(gid) && !mine.ContainsKey(gid) && describe(gid) is { } cell) mine.Add(gid, cell);
        }

        Discretization CutOnce(Morphology shape) => cuts.TryGetValue(shape, out var cut) ? cut : cuts[shape] = Discretization.ByLength(shape, options.Solver.MaxCompartmentLength);
    }

    private NeuronNetwork OfCircuit(CircuitNodes nodes)
    {
        var at = new SourceLocation(Config?.File ?? nodes.Circuit.File);
        var types = new CellTypes(nodes.Circuit, options, mechanisms, [.. (Config?.Modifications ?? []).Select(m => (CircuitEdges.SetOf(nodes, m.NodeSet, at), m))]);
        for (int g = 0; g < nodes.Membranes; g++) if (!IsMine(g)) types.Check(nodes.Cells[g]);
        var mine = Deal(g => types.Describe(g, nodes.Cells[(int)g]));
        var artificial = new List<ArtificialCell>();
        for (int g = nodes.Membranes; g < nodes.Cells.Count; g++)
            if (types.Artificial(g, nodes.Cells[g]) is { } cell && IsMine(g)) artificial.Add(cell);
        var edges = new CircuitEdges(nodes, mechanisms, Config?.ConnectionOverrides ?? [], Config?.Mechanisms ?? new Dictionary<string, IReadOnlyDictionary<string, double>>(), at, carried: Config is null && options.Solver.Accumulation);
        edges.Read(IsMine, (gid, section) => mine.TryGetValue(gid, out var cell) ? types.SectionOf(cell, section) : section);
        Edges = edges.Edges;
        var network = new NeuronNetwork { Cells = [.. mine.Values], ArtificialCells = artificial, Synapses = edges.Synapses, PointProcesses = edges.Processes, Connections = edges.Connections };
        var inputs = Config is null ? null : new CircuitInputs(Config, nodes, edges, seed, options.Solver.Accumulation ? CurrentCarrier.Potassium : CurrentCarrier.None);
        network = inputs?.Drive(network, mine) ?? network with { SpikeSources = [.. nodes.Virtual.Select(v => new SpikeSource(v.Number, []))] };
        ThrowIfAny([.. Config?.Refused ?? [], .. types.Faults, .. edges.Faults, .. inputs?.Faults ?? [], .. ReportRules.Faults(Config), .. mechanisms.Lacking()]);
        warnings.AddRange([.. types.Warnings, .. edges.Warnings]);
        return network;
    }

    private static void ThrowIfAny(IEnumerable<Diagnostic> faults)
    {
        if (faults.ToArray() is { Length: > 0 } all) throw new InputException(all);
    }

    private List<CellDescription> Listed()
    {
        Count = options.Cells.Count;
        var shapes = new Dictionary<string, Morphology>();
        return [.. Deal(gid =>
        {
            var cell = options.Cells[(int)gid];
            string path = cell.Morphology.FullPath;
            if (!shapes.TryGetValue(path, out var shape)) shapes[path] = shape = path.EndsWith(".h5", StringComparison.Ordinal) ? MorphologyH5File.Read(path) : SwcFile.Read(path);
            return new CellDescription(gid, shape, options.Model) { Placement = Placement.At(new Point3(cell.Position[0], cell.Position[1], cell.Position[2])) };
        }).Values];
    }

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
            mechanisms.Find(junction.Mechanism, "neurons.gap_junctions", junction.Location);
            if (IsMine(cells[0]) || IsMine(cells[1])) yield return new GapJunction(j, End(0), End(1), junction.Conductance) { Mechanism = junction.Mechanism };

            GapEnd End(int side) => new(cells[side], (int)junction.Sections[side], junction.Positions[side]);
        }
    }

    private IEnumerable<long> Targets(string? set, IReadOnlyList<long> cells, string where, SourceLocation location)
    {
        if (set is not null)
            return nodes?.CellsOf(set, location) ?? throw new InputException("MS0126", $"neurons.{where}: the node set '{set}' needs a circuit", "list the cells by id instead", location);
        foreach (long gid in cells)
            if (gid < 0 || gid >= Count) throw new InputException("MS0126", $"neurons.{where}: there is no cell {gid}", $"cells count from 0 to {Count - 1}", location);
        return cells;
    }

    private static readonly SynapseKinetics TrainSynapse = new(0, 2, 0);

    private List<SynapseDescription> Trains(out List<SpikeSource> sources)
    {
        var synapses = new List<SynapseDescription>();
        sources = [];
        // Above all ids of edges, nodes and their inputs; checkpoints keep ids as doubles, exact to 2^53.
        long next = 1L << 52, above = nodes?.Numbers ?? Count;
        for (int t = 0; t < options.SpikeTrains.Count; t++)
        {
            var train = options.SpikeTrains[t];
            sources.Add(new SpikeSource(above + t, [.. train.Times.Order()]));
            foreach (long gid in Targets(null, train.Cells, "spike_trains", train.Location))
            {
                if (IsMine(gid)) synapses.Add(new SynapseDescription(next, above + t, gid, 0, 0.5, TrainSynapse, train.Weight, train.Delay));
                next++;
            }
        }
        return synapses;
    }
}
