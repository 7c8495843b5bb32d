using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.BloodFlow;

/// <summary>
/// A solute that the blood of every vessel holds: d(V c)/dt = what its upper end brings - what its lower end carries away + what the tissue returns. Every vessel is well
/// mixed; where vessels meet, what arrives is shared by what leaves (oxygen by red cells). Steps are implicit, node by node downstream, so any flow and any step is stable, contents
/// stay positive, and what leaves one vessel enters another to the last bit. Swelling vessels take in half of their growth at each end, as their flow does.
/// </summary>
public sealed class SoluteStore
{
    private const double LongestStep = 0.025; // [s], about the transit through a piece of capillary

    private readonly SoluteOptions options;
    private readonly VesselGraph graph;
    private readonly Downstream downstream;
    private readonly double entering; // hematocrit
    private readonly double[] arriving, later, end; // [amol], [amol], [um^3]

    /// <param name="enteringHematocrit">Hematocrit at which the capacity of the binding holds.</param>
    public SoluteStore(SoluteOptions options, VesselGraph graph, Downstream downstream, double enteringHematocrit)
    {
        (this.options, this.graph, this.downstream, entering) = (options, graph, downstream, enteringHematocrit);
        (arriving, later, end) = (new double[graph.EdgeCount], new double[graph.EdgeCount], new double[graph.EdgeCount]);
        (Contents, Concentrations, Free) = (new double[graph.EdgeCount], new double[graph.EdgeCount], new double[graph.EdgeCount]);
        (Vacant, Emptying) = (new double[graph.EdgeCount], new double[graph.EdgeCount]);
    }

    public string Name => options.Name;

    /// <summary>In each vessel [amol].</summary>
    public double[] Contents { get; }

    /// <summary>In the blood of each vessel, in all [mM].</summary>
    public double[] Concentrations { get; }

    /// <summary>Of that free, for the wall to let through [mM].</summary>
    public double[] Free { get; }

    /// <summary>Rate at which the wall of each vessel at rest, against an empty tissue, would take what is free [1/s].</summary>
    public double[] Emptying { get; }

    /// <summary>Places of its binding that are empty, in the blood of each vessel [mM]: for oxygen, deoxygenated haem.</summary>
    public double[] Vacant { get; }

    /// <summary>What left the graph less what entered it, since the start [amol].</summary>
    public double Crossed { get; private set; }

    /// <summary>In the blood that enters [mM].</summary>
    public double Entering => options.Entering;

    /// <summary>In the blood that left over the last advance [mM].</summary>
    public double Leaving { get; private set; }

    // Somewhere between the blood that enters and that which leaves: where a search for rest begins.
    private const double Left = 0.8;

    /// <summary>Every vessel holds blood that has given away some of it.</summary>
    public void Begin(ReadOnlySpan<double> volumes, ReadOnlySpan<double> hematocrit)
    {
        for (int e = 0; e < Contents.Length; e++) Contents[e] = volumes[e] * Left * options.Entering * CapacityOf(e, hematocrit) / Capacity(entering);
        Publish(volumes, hematocrit);
    }

    public void Restore(ReadOnlySpan<double> contents, double crossed, ReadOnlySpan<double> volumes, ReadOnlySpan<double> hematocrit)
    {
        contents.CopyTo(Contents);
        Crossed = crossed;
        Publish(volumes, hematocrit);
    }

    /// <param name="flows">Mean flow of each vessel [um^3/s].</param>
    /// <param name="growth">Of its volume [um^3/s].</param>
    /// <param name="volumes">At the end [um^3].</param>
    /// <param name="boundaryInflow">At each node [um^3/s].</param>
    /// <param name="hematocrit">Of each vessel; empty: that of the blood that enters.</param>
    /// <param name="returned">What the tissue gives to each vessel over the span [amol].</param>
    /// <exception cref="NumericalException">MS0644: the tissue takes more than a vessel holds.</exception>
    public void Advance(ReadOnlySpan<double> flows, ReadOnlySpan<double> growth, ReadOnlySpan<double> volumes, ReadOnlySpan<double> boundaryInflow,
        ReadOnlySpan<double> hematocrit, ReadOnlySpan<double> returned, double seconds)
    {
        int steps = (int)Math.Ceiling(seconds / LongestStep - 1e-9);
        double h = seconds / steps;
        double left = 0;
        for (int k = 1; k <= steps; k++)
        {
            for (int e = 0; e < end.Length; e++)
            {
                end[e] = volumes[e] - (steps - k) * h * growth[e];
                arriving[e] = Contents[e] + returned[e] / steps;
            }
            Follow(flows, growth, boundaryInflow, hematocrit, h);
            for (int e = 0; e < end.Length; e++)
            {
                Contents[e] = Concentrations[e] * end[e] + later[e];
                if (!(Contents[e] >= 0))
                    throw new NumericalException("MS0644", $"{Name} in vessel {e} falls to {Contents[e] / end[e]:g4} mM", "the tissue takes more than the vessel carries: shorten windows.slow, or check permeability and flow");
            }
            Crossed += h * (leaving - brought);
            left += leaving / steps;
        }
        Leaving = left / outflow;
        Publish(volumes, hematocrit);
    }

    /// <summary>One implicit step with a flow without growth, towards the steady state of that flow and of what the tissue returns over the step [amol]; returns the largest change as a share of what enters.</summary>
    public double Rest(ReadOnlySpan<double> flows, ReadOnlySpan<double> volumes, ReadOnlySpan<double> boundaryInflow, ReadOnlySpan<double> hematocrit, ReadOnlySpan<double> returned, double seconds)
    {
        volumes.CopyTo(end);
        for (int e = 0; e < end.Length; e++) arriving[e] = Math.Max(0, Contents[e] + returned[e]);
        Follow(flows, default, boundaryInflow, hematocrit, seconds);
        double change = 0;
        for (int e = 0; e < end.Length; e++)
        {
            if (flows[e] == 0) Concentrations[e] = arriving[e] / volumes[e];
            change = Math.Max(change, Math.Abs(Concentrations[e] - Contents[e] / volumes[e]) / options.Entering);
            Contents[e] = volumes[e] * Concentrations[e];
        }
        Crossed = 0;
        Leaving = leaving / outflow;
        Publish(volumes, hematocrit);
        return change;
    }

    private double brought, leaving, outflow; // over the graph's boundary [amol/s], [um^3/s]

    /// <summary>
    /// From node to node downstream over <paramref name="h"/>: leaves concentrations at the end of the step, for what <see cref="arriving"/> vessels hold before it and volumes
    /// <see cref="end"/> after it; <see cref="later"/> is what comes in where a swelling vessel draws blood back through its lower end.
    /// </summary>
    private void Follow(ReadOnlySpan<double> flows, ReadOnlySpan<double> growth, ReadOnlySpan<double> boundaryInflow, ReadOnlySpan<double> hematocrit, double h)
    {
        (brought, leaving, outflow) = (0, 0, 0);
        Array.Clear(later);
        for (int e = 0; e < flows.Length; e++)
        {
            // A shrinking vessel with little flow empties through both ends.
            double grows = growth.IsEmpty ? 0 : 0.5 * growth[e], upper = Math.Abs(flows[e]) + grows, lower = Math.Abs(flows[e]) - grows;
            Concentrations[e] = upper > 0 ? double.NaN : end[e] + h * (lower - upper) is > 0 and var room ? arriving[e] / room : 0;
        }
        foreach (int node in downstream.Order(flows))
        {
            double enters = Math.Max(0, boundaryInflow[node]) * options.Entering, leaves = Math.Max(0, -boundaryInflow[node]) * Capacity(entering);
            double content = enters, room = leaves;
            brought += enters;
            outflow += Math.Max(0, -boundaryInflow[node]);
            foreach (int e in downstream.Around(node))
            {
                double into = Into(e, node, flows, growth);
                if (into > 0) room += into * CapacityOf(e, hematocrit);
                else if (into < 0) content -= into * Concentrations[e];
            }
            double share = room > 0 ? content / room : 0;
            leaving += room > 0 ? leaves * share : content;
            foreach (int e in downstream.Around(node))
            {
                double into = Into(e, node, flows, growth);
                if (into <= 0) continue;
                double amount = h * into * share * CapacityOf(e, hematocrit), grows = growth.IsEmpty ? 0 : 0.5 * growth[e];
                if (Upper(e, flows) == node) Concentrations[e] = (arriving[e] + amount) / (end[e] + h * Math.Max(0, Math.Abs(flows[e]) - grows));
                else later[e] += amount;
            }
        }
    }

    /// <summary>Flow from a node into a vessel that touches it, half of its growth included.</summary>
    private double Into(int e, int node, ReadOnlySpan<double> flows, ReadOnlySpan<double> growth) =>
        (growth.IsEmpty ? 0 : 0.5 * growth[e]) + (Upper(e, flows) == node ? Math.Abs(flows[e]) : -Math.Abs(flows[e]));

    private int Upper(int e, ReadOnlySpan<double> flows) => flows[e] >= 0 ? graph.Start[e] : graph.End[e];

    private void Publish(ReadOnlySpan<double> volumes, ReadOnlySpan<double> hematocrit)
    {
        for (int e = 0; e < Contents.Length; e++)
        {
            var law = new FreeShare(options.Binding, CapacityOf(e, hematocrit));
            Concentrations[e] = Contents[e] / volumes[e];
            (Free[e], double slope) = law.At(Concentrations[e]);
            Emptying[e] = options.Permeability * 2 * Math.PI * graph.Radii[e] * graph.Lengths[e] * slope / volumes[e];
            Vacant[e] = law.Vacant(Concentrations[e]);
        }
    }

    private double CapacityOf(int e, ReadOnlySpan<double> hematocrit) => Capacity(hematocrit.IsEmpty ? entering : hematocrit[e]);

    private double Capacity(double hematocrit) => options.Binding is { } binding ? binding.Capacity * hematocrit / entering : 1;
}
