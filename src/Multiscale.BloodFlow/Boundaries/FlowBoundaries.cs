using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.BloodFlow;

/// <summary>What is held at which node: a pressure, a flow, or a share of what flows in.</summary>
public sealed class FlowBoundaries
{
    private readonly Dictionary<int, Course> courses = [];
    private double[] pressureAtRest = [], inflowAtRest = [];

    private FlowBoundaries(int nodes)
    {
        HoldsPressure = new bool[nodes];
        Pressure = new double[nodes];
        Inflow = new double[nodes];
        OutflowShare = new double[nodes];
    }

    public bool[] HoldsPressure { get; }

    /// <summary>Held pressures [g/(um s^2)].</summary>
    public double[] Pressure { get; }

    /// <summary>Given flows into the graph [um^3/s]; negative: out of it.</summary>
    public double[] Inflow { get; }

    /// <summary>Share of the component's surplus that leaves here; the shares of a component add up to 1, or to 0.</summary>
    public double[] OutflowShare { get; }

    /// <summary>Nodes with any boundary condition, ascending.</summary>
    public int[] Nodes { get; private set; } = [];

    /// <exception cref="InputException">No entry was found, a node does not exist or is given twice.</exception>
    public static FlowBoundaries From(BloodFlowOptions options, VesselGraph graph, Components components, double? tissueVolume)
    {
        var boundaries = options.Boundaries.Count > 0 ? Given(options, graph) : Chosen(options, graph, components);
        if (options.InflowPerTissue is { } density)
        {
            if (tissueVolume is not { } volume)
                throw new InputException("MS0632", "inflow_per_tissue needs the volume of the tissue, and this case has no mesh", "add a mesh, or give entry_speed or boundaries instead");
            double total = 0;
            foreach (double flow in boundaries.Inflow) total += Math.Max(0, flow);
            if (!(total > 0)) throw new InputException("MS0632", "inflow_per_tissue has no given inflow to scale", "give at least one boundary with a positive flow");
            for (int i = 0; i < boundaries.Inflow.Length; i++) boundaries.Inflow[i] *= density * volume / total;
        }
        return boundaries;
    }

    /// <summary>Pressures and flows at a time [ms].</summary>
    public void MoveTo(double milliseconds)
    {
        if (pressureAtRest.Length == 0) (pressureAtRest, inflowAtRest) = ((double[])Pressure.Clone(), (double[])Inflow.Clone());
        foreach (var (node, course) in courses)
        {
            double factor = course.At(milliseconds);
            (Pressure[node], Inflow[node]) = (factor * pressureAtRest[node], factor * inflowAtRest[node]);
        }
    }

    /// <summary>The same boundaries, but every given inflow becomes the pressure that its node has in <paramref name="pressures"/>.</summary>
    public FlowBoundaries HoldingPressures(ReadOnlySpan<double> pressures)
    {
        var held = new FlowBoundaries(Inflow.Length) { Nodes = Nodes };
        OutflowShare.CopyTo(held.OutflowShare, 0);
        foreach (int i in Nodes)
        {
            bool entry = Inflow[i] > 0;
            held.HoldsPressure[i] = entry || HoldsPressure[i];
            held.Pressure[i] = entry ? pressures[i] : Pressure[i];
            held.Inflow[i] = entry ? 0 : Inflow[i];
        }
        foreach (var (node, course) in courses) held.courses.Add(node, course);
        return held;
    }

    private static FlowBoundaries Given(BloodFlowOptions options, VesselGraph graph)
    {
        var boundaries = new FlowBoundaries(graph.NodeCount);
        var seen = new HashSet<int>();
        foreach (var b in options.Boundaries)
        {
            if ((uint)b.Node >= graph.NodeCount) throw new InputException("MS0630", $"boundary node {b.Node} does not exist", $"nodes count from 0 to {graph.NodeCount - 1}");
            if (!seen.Add(b.Node)) throw new InputException("MS0630", $"boundary node {b.Node} is given twice", "give each node once");
            if (b.Pressure is null == b.Flow is null) throw new InputException("MS0630", $"boundary node {b.Node} needs either a pressure or a flow", "give one of the two");
            boundaries.HoldsPressure[b.Node] = b.Pressure is not null;
            boundaries.Pressure[b.Node] = b.Pressure ?? 0;
            boundaries.Inflow[b.Node] = b.Flow ?? 0;
            if (b.Course is { } course) boundaries.courses.Add(b.Node, new Course(course));
        }
        boundaries.Nodes = [.. seen.Order()];
        return boundaries;
    }

    /// <summary>Entries: the widest ends near the top of the largest component. All its other ends are outlets.</summary>
    private static FlowBoundaries Chosen(BloodFlowOptions options, VesselGraph graph, Components components)
    {
        if (options.Axis is < 0 or > 2) throw new InputException("MS0630", $"axis {options.Axis} does not exist", "0 is x, 1 is y, 2 is z");
        double Height(int i) => options.Axis switch { 0 => graph.Positions[i].X, 1 => graph.Positions[i].Y, _ => graph.Positions[i].Z };
        var main = Enumerable.Range(0, graph.NodeCount).Where(i => components.Of[i] == components.Largest).ToArray();
        double top = main.Max(Height), bottom = main.Min(Height), limit = top - options.DepthRatio * (top - bottom);
        var ends = main.Where(i => components.Degree[i] == 1).ToArray();
        // OrderBy is stable: of equal diameters the later nodes are taken.
        var entries = ends.Where(i => Height(i) >= limit).OrderBy(i => graph.Diameters[i]).TakeLast(options.MaxEntries).ToHashSet();
        if (entries.Count == 0 || entries.Count == ends.Length)
            throw new InputException("MS0630", $"the largest component has {ends.Length} ends, of which {entries.Count} can be entries", "raise depth_ratio, check axis, or give boundaries node by node");

        var boundaries = new FlowBoundaries(graph.NodeCount) { Nodes = ends };
        double Section(int i) => Math.PI * (graph.Diameters[i] / 2) * (graph.Diameters[i] / 2);
        double outletSection = ends.Where(i => !entries.Contains(i)).Sum(Section);
        foreach (int i in ends)
        {
            if (entries.Contains(i)) boundaries.Inflow[i] = options.EntrySpeed * Section(i);
            else if (options.Outlets == OutletKind.Flow) boundaries.OutflowShare[i] = Section(i) / outletSection;
            else (boundaries.HoldsPressure[i], boundaries.Pressure[i]) = (true, options.BasePressure);
        }
        return boundaries;
    }
}
