using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.BloodFlow;

/// <summary>
/// Quasi-static blood flow in a vascular graph whose radii live. The graph is whole on every rank; each vessel is owned by one.
/// Over one Advance radii move first, then the flow that fits the new radii and the swelling is found once.
/// </summary>
public sealed partial class BloodFlowSolver : ISolver, IDisposable
{
    private readonly BloodFlowOptions options;
    private readonly VesselGraph graph;
    private readonly EntitySet vessels;
    private readonly Communicator ranks;
    private readonly FlowBoundaries boundaries;
    private readonly FlowNetwork network;
    private readonly FlowOfRedCells? redCells;
    private readonly CarriedSolute[] solutes;
    private readonly DeliveredSolute[] delivered;
    private readonly Course? inflowCourse;
    private readonly IRadiusProcess process;
    private readonly Port? drive;
    private readonly Port perfusion, capillaryVolume;
    private readonly bool[] capillary;
    private readonly long[] gatheredIds;
    private readonly int[] boundaryVessel;
    private readonly double[] ownedRadii, radii, volumes, growth, ownedVolumes, outside;

    /// <param name="vessels">The vessels this rank owns; ids are positions in the graph.</param>
    /// <param name="tissueVolume">Volume of the tissue [um^3], where there is a mesh.</param>
    /// <param name="delivered">Solutes that a tissue draws through the walls; their permeability is the tissue's.</param>
    /// <exception cref="InputException">Boundaries or courses do not make sense for this graph.</exception>
    public BloodFlowSolver(BloodFlowOptions options, VesselGraph graph, EntitySet vessels, Communicator ranks, double? tissueVolume = null, IReadOnlyList<SoluteOptions>? delivered = null)
    {
        this.options = options;
        this.graph = graph;
        this.vessels = vessels;
        this.ranks = ranks;
        var components = new Components(graph);
        boundaries = FlowBoundaries.From(options, graph, components, tissueVolume);
        if (options.Entries == EntryKind.RestingPressure)
        {
            if (options.InflowCourse is not null) throw new InputException("MS0637", "an inflow course needs entries that hold flows", "remove inflow_course, or set entries: flow");
            using var resting = new FlowNetwork(options, graph, components, boundaries, ranks);
            Find(resting, options.Hematocrit.Transport ? new FlowOfRedCells(options, graph, resting) : null, graph.Radii, true, new double[graph.EdgeCount], 1);
            boundaries = boundaries.HoldingPressures(resting.Pressures);
        }
        CheckDiameters();
        network = new FlowNetwork(options, graph, components, boundaries, ranks);
        redCells = options.Hematocrit.Transport ? new FlowOfRedCells(options, graph, network) : null;
        inflowCourse = options.InflowCourse is { } course ? new Course(course) : null;

        drive = options.Radii == RadiusModel.Endfoot ? Port.Takes("endfoot-drive", vessels, "1/um^3", Measure.Intensive, Sampling.Integral) : null;
        perfusion = Port.Offers("perfusion", vessels, "um^3/s", Measure.Extensive, Sampling.Instant);
        capillaryVolume = Port.Offers("capillary-volume", vessels, "um^3", Measure.Extensive, Sampling.Instant);

        radii = (double[])graph.Radii.Clone();
        volumes = new double[graph.EdgeCount];
        growth = new double[graph.EdgeCount];
        capillary = new bool[graph.EdgeCount];
        for (int e = 0; e < graph.EdgeCount; e++) capillary[e] = graph.Radii[e] <= options.CapillaryRadius;
        ownedRadii = new double[vessels.Count];
        ownedVolumes = new double[vessels.Count];
        outside = new double[vessels.Count];
        for (int v = 0; v < vessels.Count; v++) ownedRadii[v] = radii[vessels.OwnedIds[v]];
        gatheredIds = ranks.Allgatherv<long>(vessels.OwnedIds);
        process = Process((double[])ownedRadii.Clone());
        boundaryVessel = BoundaryVessels();
        var downstream = new Downstream(graph);
        solutes = [.. options.Solutes.Select(s => new CarriedSolute(new SoluteTransport(s, graph, downstream, capillary, options.Hematocrit.Entering), vessels, ranks))];
        this.delivered = [.. (delivered ?? []).Select(s => new DeliveredSolute(new SoluteStore(s, graph, downstream, options.Hematocrit.Entering), vessels, ranks, graph.EdgeCount))];
        if (options.Solutes.FirstOrDefault(s => this.delivered.Any(d => d.Store.Name == s.Name)) is { } twice)
            throw new InputException("MS0645", $"{twice.Name} is among the solutes of blood flow and is supplied to the tissue", "leave it out of solutes");
        Ports = [.. drive is null ? Array.Empty<Port>() : [drive], perfusion, capillaryVolume, .. solutes.SelectMany(s => s.Ports), .. this.delivered.SelectMany(s => s.Ports)];
        var unit = Unit.Parse("um^3");
        Accounts = [new Account("blood", "vessels", unit, () => ownedVolumes), new Account("blood", "boundary", unit, () => outside), .. solutes.Select(s => s.Account), .. this.delivered.SelectMany(s => s.Accounts)];

        SetVolumes();
        boundaries.MoveTo(0);
        Find(network, redCells, radii, true, growth, inflowCourse?.At(0) ?? 1);
        foreach (var solute in solutes) solute.Transport.Follow(network.Flows, radii, network.BoundaryInflow, Hematocrit);
        foreach (var solute in this.delivered) solute.Store.Begin(volumes, Hematocrit);
        foreach (var solute in this.delivered) solute.Publish();
        Publish();
    }

    public string Name => "blood flow";

    public IReadOnlyList<Port> Ports { get; }

    /// <summary>Blood in the vessels, and what the outside has received since the start (negative: given): their sum stays constant.</summary>
    public IReadOnlyList<Account> Accounts { get; }

    public SimTime Time { get; private set; }

    /// <summary>Mean flow from start to end of every vessel of the graph [um^3/s].</summary>
    public ReadOnlySpan<double> Flows => network.Flows;

    /// <summary>Radius of every vessel of the graph [um].</summary>
    public ReadOnlySpan<double> Radii => radii;

    /// <summary>Volume of every vessel of the graph [um^3].</summary>
    public ReadOnlySpan<double> Volumes => volumes;

    /// <summary>Discharge hematocrit of every vessel of the graph; empty where red cells are not followed.</summary>
    public ReadOnlySpan<double> Hematocrit => redCells is null ? default : redCells.Hematocrit;

    /// <summary>What the blood carries, in the order of the options.</summary>
    public IReadOnlyList<SoluteTransport> Solutes => [.. solutes.Select(s => s.Transport)];

    /// <summary>What the tissue draws from the blood.</summary>
    public IReadOnlyList<SoluteStore> Delivered => [.. delivered.Select(s => s.Store)];

    /// <summary>What reports show of the blood in each vessel of the graph: discharge hematocrit, mean concentrations [mM].</summary>
    public IEnumerable<(string Name, string Unit, double[] Values)> Contents =>
    [
        .. redCells is null ? [] : new[] { ("hematocrits", "1", redCells.Hematocrit.ToArray()) },
        .. solutes.Select(s => (s.Transport.Name, "mM", s.Transport.Concentrations)),
        .. delivered.Select(s => (s.Store.Name, "mM", s.Store.Concentrations)),
    ];

    /// <summary>Largest imbalance of red cells at a node over their largest flow, of the last solve.</summary>
    public double RedCellImbalance => redCells?.Imbalance(growth) ?? 0;

    /// <summary>Pressure of every node of the graph [g/(um s^2)].</summary>
    public ReadOnlySpan<double> Pressures => network.Pressures;

    /// <summary>What enters the graph at each of its nodes [um^3/s].</summary>
    public ReadOnlySpan<double> BoundaryInflow => network.BoundaryInflow;

    /// <summary>Fresh blood [um^3/s]: what enters at the nodes where it enters at rest.</summary>
    public double TotalInflow => network.TotalInflow;

    /// <summary>Largest imbalance at a node over the largest flow, of the last solve.</summary>
    public double Residual => network.Residual;

    /// <summary>Vessels in components without a boundary: nothing flows there, and their radii stay at rest.</summary>
    public int UnperfusedVessels => network.UnperfusedEdges;

    /// <summary>Vessels in contiguous blocks of ids, one block per rank.</summary>
    public static EntitySet Blocks(VesselGraph graph, Communicator ranks)
    {
        long n = graph.EdgeCount, first = n * ranks.Rank / ranks.Size, end = n * (ranks.Rank + 1) / ranks.Size;
        var ids = new long[end - first];
        for (int i = 0; i < ids.Length; i++) ids[i] = first + i;
        return new EntitySet("vessels", n, ids);
    }

    /// <summary>Call when perfusion is coupled: fails where no blood flows through any capillary.</summary>
    /// <exception cref="InputException">The graph has no perfused capillary.</exception>
    public void RequirePerfusion()
    {
        if (CapillaryPath() > 0) return;
        throw new InputException("MS0635", $"no blood flows through a capillary (rest radius up to {options.CapillaryRadius} um), so nothing can perfuse the tissue", "use a graph with capillaries, or raise capillary_radius");
    }

    /// <summary>
    /// Moves what tissue draws by one long step towards the steady state of the present flow and of the returns in the ports; returns the largest change of a concentration, as a
    /// share of what enters. Collective.
    /// </summary>
    public double RestDelivered(double seconds)
    {
        double distance = 0;
        foreach (var solute in delivered) distance = Math.Max(distance, solute.Rest(network, volumes, Hematocrit, seconds));
        return distance;
    }

    public void Advance(SimTime end)
    {
        double seconds = (end - Time).Seconds;
        if (seconds <= 0) return;
        bool moved = MoveRadii(end);
        for (int e = 0; e < growth.Length; e++) growth[e] = -volumes[e] / seconds;
        SetVolumes();
        for (int e = 0; e < growth.Length; e++) growth[e] += volumes[e] / seconds;
        double middle = 0.5 * (Time.Milliseconds + end.Milliseconds);
        boundaries.MoveTo(middle);
        Find(network, redCells, radii, moved, growth, inflowCourse?.At(middle) ?? 1);
        Settle(seconds);
        foreach (var solute in solutes) solute.Advance(network, radii, Hematocrit, seconds);
        foreach (var solute in delivered) solute.Advance(network, growth, volumes, Hematocrit, seconds);
        Time = end;
        Publish();
    }

    /// <summary>Flow, with its red cells where they are followed, for radii that are <paramref name="moved"/> or those of the last time.</summary>
    private static void Find(FlowNetwork flow, FlowOfRedCells? cells, ReadOnlySpan<double> radii, bool moved, ReadOnlySpan<double> growth, double inflowFactor)
    {
        if (cells is not null)
        {
            cells.Solve(radii, growth, inflowFactor);
            return;
        }
        if (moved) flow.SetRadii(radii);
        flow.Solve(growth, inflowFactor);
    }

    /// <summary>Radii of owned vessels, then of all; whether one moved.</summary>
    private bool MoveRadii(SimTime end)
    {
        process.Advance(Time, end, drive is null ? default : drive.Values, ownedRadii);
        if (process is FixedRadii) return false;
        var gathered = ranks.Allgatherv<double>(ownedRadii);
        bool moved = false;
        for (int k = 0; k < gathered.Length; k++)
        {
            ref double radius = ref radii[gatheredIds[k]];
            moved |= radius != gathered[k];
            radius = gathered[k];
        }
        return moved;
    }

    private void SetVolumes()
    {
        for (int e = 0; e < volumes.Length; e++) volumes[e] = Math.PI * radii[e] * radii[e] * graph.Lengths[e];
        for (int v = 0; v < ownedVolumes.Length; v++) ownedVolumes[v] = volumes[vessels.OwnedIds[v]];
    }

    /// <summary>Books what crossed the boundary nodes, each at the first vessel that touches it.</summary>
    private void Settle(double seconds)
    {
        for (int i = 0; i < boundaryVessel.Length; i++)
            if (boundaryVessel[i] >= 0) outside[boundaryVessel[i]] -= network.BoundaryInflow[i] * seconds;
    }

    /// <summary>Perfusion |q| L / l of capillaries, l = sum of |q| L over capillaries / inflow, so that its sum is the inflow; their volumes.</summary>
    private void Publish()
    {
        double path = CapillaryPath();
        double perPath = path > 0 ? network.TotalInflow / path : 0;
        for (int v = 0; v < vessels.Count; v++)
        {
            long e = vessels.OwnedIds[v];
            perfusion.Values[v] = capillary[e] ? Math.Abs(network.Flows[e]) * graph.Lengths[e] * perPath : 0;
            capillaryVolume.Values[v] = capillary[e] ? volumes[e] : 0;
        }
    }

    /// <summary>Sum of |q| L over all capillaries [um^4/s], in the order of their ids on every rank.</summary>
    private double CapillaryPath()
    {
        double sum = 0;
        for (int e = 0; e < graph.EdgeCount; e++)
            if (capillary[e]) sum += Math.Abs(network.Flows[e]) * graph.Lengths[e];
        return sum;
    }

    private IRadiusProcess Process(double[] rest)
    {
        var moves = new bool[rest.Length];
        for (int v = 0; v < moves.Length; v++) moves[v] = network.IsPerfused((int)vessels.OwnedIds[v]);
        if (options.Radii != RadiusModel.Course)
        {
            return options.Radii switch
            {
                RadiusModel.Endfoot => new EndfootRadii(options.Endfoot, options.CapillaryRadius, vessels, moves, rest),
                RadiusModel.Stochastic => new StochasticRadii(options.Stochastic, options.CapillaryRadius, vessels, moves, rest),
                _ => new FixedRadii(),
            };
        }
        if (options.RadiusCourse is not { } course) throw new InputException("MS0636", "radii: course needs a radius_course", "add radius_course with times and values");
        var factors = new Course(course);
        if (!(factors.Lowest > 0) || course.Pulse is { Amplitude: >= 1 })
            throw new InputException("MS0636", $"radius_course falls to a factor of {factors.Lowest * (1 - (course.Pulse?.Amplitude ?? 0))}", "factors on radii must be positive");
        if (options.RadiusCourseVessels.Count > 0)
        {
            var chosen = options.RadiusCourseVessels.ToHashSet();
            for (int v = 0; v < moves.Length; v++) moves[v] &= chosen.Contains(vessels.OwnedIds[v]);
        }
        return new CourseRadii(factors, moves, rest);
    }

    private void CheckDiameters()
    {
        if (options.Viscosity != ViscosityModel.PriesInVivo) return;
        int narrow = Array.FindIndex(graph.Radii, r => 2 * r <= 1.1);
        if (narrow >= 0) throw new InputException("MS0639", $"vessel {narrow} is {2 * graph.Radii[narrow]:g4} um wide; the in vivo law holds above 1.1 um", "correct the radius, or choose another viscosity");
    }

    /// <summary>For each node with a boundary, the local id of the first vessel that touches it; -1 where another rank owns that vessel.</summary>
    private int[] BoundaryVessels()
    {
        var local = new int[graph.NodeCount];
        Array.Fill(local, -1);
        var first = new int[graph.NodeCount];
        Array.Fill(first, -1);
        for (int e = graph.EdgeCount - 1; e >= 0; e--) first[graph.Start[e]] = first[graph.End[e]] = e;
        foreach (int i in boundaries.Nodes)
        {
            int at = first[i] < 0 ? -1 : Array.BinarySearch(vessels.OwnedIds, first[i]);
            local[i] = at < 0 ? -1 : at;
        }
        return local;
    }

    public void Dispose() => network.Dispose();
}
