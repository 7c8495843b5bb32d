using Multiscale.Geometry;

namespace Multiscale.BloodFlow;

/// <summary>The nodes of a vessel graph in the order in which its blood reaches them, and the vessels around each.</summary>
public sealed class Downstream
{
    private readonly VesselGraph graph;
    private readonly int[] offsets, edges, waiting, order;

    public Downstream(VesselGraph graph)
    {
        this.graph = graph;
        offsets = new int[graph.NodeCount + 1];
        for (int e = 0; e < graph.EdgeCount; e++)
        {
            offsets[graph.Start[e] + 1]++;
            offsets[graph.End[e] + 1]++;
        }
        for (int i = 0; i < graph.NodeCount; i++) offsets[i + 1] += offsets[i];
        edges = new int[offsets[^1]];
        waiting = new int[graph.NodeCount];
        for (int e = 0; e < graph.EdgeCount; e++)
        {
            edges[offsets[graph.Start[e]] + waiting[graph.Start[e]]++] = e;
            edges[offsets[graph.End[e]] + waiting[graph.End[e]]++] = e;
        }
        order = new int[graph.NodeCount];
    }

    /// <summary>Vessels that touch a node.</summary>
    public ReadOnlySpan<int> Around(int node) => edges.AsSpan(offsets[node]..offsets[node + 1]);

    /// <summary>Flow from a vessel into a node that it touches [um^3/s]; negative: out of the node.</summary>
    public double Arriving(int edge, int node, ReadOnlySpan<double> flows) => graph.End[edge] == node ? flows[edge] : -flows[edge];

    /// <summary>Nodes such that what a vessel carries is known at its upper end before its lower end comes: flow runs down the pressure, so there are no circles.</summary>
    public ReadOnlySpan<int> Order(ReadOnlySpan<double> flows)
    {
        Array.Clear(waiting);
        for (int e = 0; e < flows.Length; e++)
            if (flows[e] != 0) waiting[Lower(e, flows)]++;
        int known = 0;
        for (int i = 0; i < waiting.Length; i++)
            if (waiting[i] == 0) order[known++] = i;
        for (int next = 0; next < known; next++)
            foreach (int e in Around(order[next]))
                if (flows[e] != 0 && Lower(e, flows) is var below && below != order[next] && --waiting[below] == 0) order[known++] = below;
        return order.AsSpan(0, known);
    }

    private int Lower(int edge, ReadOnlySpan<double> flows) => flows[edge] > 0 ? graph.End[edge] : graph.Start[edge];
}
