using Multiscale.Geometry;

namespace Multiscale.BloodFlow;

/// <summary>
/// A solute carried by the blood in a steady flow. Where vessels meet it mixes; along a capillary it leaves through the wall by what is free of it,
/// Q dc/dx = -2 pi r P (free(c) - u), u the concentration in the tissue beside it. Oxygen is bound to red cells and goes where they go.
/// </summary>
public sealed class SoluteTransport
{
    private readonly SoluteOptions options;
    private readonly VesselGraph graph;
    private readonly Downstream downstream;
    private readonly ReadOnlyMemory<bool> permeable;
    private readonly double entering; // hematocrit
    private readonly double[] lower; // concentration at the end where blood leaves a vessel

    /// <param name="permeable">Vessels whose wall lets the solute through.</param>
    /// <param name="enteringHematocrit">Hematocrit at which the capacity of the binding holds.</param>
    public SoluteTransport(SoluteOptions options, VesselGraph graph, Downstream downstream, ReadOnlyMemory<bool> permeable, double enteringHematocrit)
    {
        (this.options, this.graph, this.downstream, this.permeable, entering) = (options, graph, downstream, permeable, enteringHematocrit);
        lower = new double[graph.EdgeCount];
        Concentrations = new double[graph.EdgeCount];
        Released = new double[graph.EdgeCount];
        Tissue = new double[graph.EdgeCount];
        Array.Fill(Tissue, options.Tissue);
    }

    public string Name => options.Name;

    /// <summary>In the tissue beside each vessel [mM].</summary>
    public double[] Tissue { get; }

    /// <summary>Mean total concentration in the blood of each vessel [mM].</summary>
    public double[] Concentrations { get; }

    /// <summary>What leaves each vessel through its wall [amol/s].</summary>
    public double[] Released { get; }

    /// <summary>Follows the solute through the flow [um^3/s].</summary>
    /// <param name="hematocrit">Of each vessel; empty: that of the blood that enters.</param>
    public void Follow(ReadOnlySpan<double> flows, ReadOnlySpan<double> radii, ReadOnlySpan<double> boundaryInflow, ReadOnlySpan<double> hematocrit)
    {
        foreach (int node in downstream.Order(flows))
        {
            double content = Math.Max(0, boundaryInflow[node]) * options.Entering, room = Math.Max(0, boundaryInflow[node]) * Capacity(entering);
            foreach (int e in downstream.Around(node))
            {
                double arriving = downstream.Arriving(e, node, flows);
                if (arriving <= 0) continue;
                content += arriving * lower[e];
                room += arriving * Capacity(hematocrit.IsEmpty ? entering : hematocrit[e]);
            }
            double share = room > 0 ? content / room : options.Entering / Capacity(entering);
            foreach (int e in downstream.Around(node))
                if (downstream.Arriving(e, node, flows) < 0) Pass(e, share, Math.Abs(flows[e]), radii[e], Capacity(hematocrit.IsEmpty ? entering : hematocrit[e]));
        }
        for (int e = 0; e < flows.Length; e++)
            if (flows[e] == 0) (Concentrations[e], Released[e]) = (BloodInEquilibriumWith(Tissue[e]), 0);
    }

    /// <summary>What the blood brings over the boundary of the graph and does not take out again [amol/s].</summary>
    /// <param name="entered">What it brings [amol/s].</param>
    public double Crossing(ReadOnlySpan<double> flows, ReadOnlySpan<double> boundaryInflow, out double entered)
    {
        entered = 0;
        double left = 0;
        for (int node = 0; node < boundaryInflow.Length; node++)
        {
            if (boundaryInflow[node] > 0) entered += boundaryInflow[node] * options.Entering;
            if (boundaryInflow[node] >= 0) continue;
            foreach (int e in downstream.Around(node))
                if (downstream.Arriving(e, node, flows) is > 0 and var arriving) left += arriving * lower[e];
        }
        return entered - left;
    }

    /// <summary>From one end of a vessel to the other.</summary>
    private void Pass(int e, double share, double flow, double radius, double capacity)
    {
        double upper = share * capacity;
        double exchange = permeable.Span[e] ? 2 * Math.PI * radius * graph.Lengths[e] * options.Permeability / flow : 0;
        var law = new FreeShare(options.Binding, capacity);
        // Plasma alone, skimmed at a bifurcation, binds nothing.
        (lower[e], Concentrations[e]) = exchange > 0 && capacity > 0 ? CapillaryProfile.Along(law, upper, exchange, Tissue[e]) : (upper, upper);
        Released[e] = flow * (upper - lower[e]);
    }

    private double Capacity(double hematocrit) => options.Binding is { } binding ? binding.Capacity * hematocrit / entering : 1;

    private double BloodInEquilibriumWith(double tissue) => new FreeShare(options.Binding, Capacity(entering)).Total(tissue);
}
