using Multiscale.Geometry;

namespace Multiscale.BloodFlow;

/// <summary>Connected components of a vessel graph, numbered by their lowest node, and the degree of each node.</summary>
public sealed class Components
{
    public Components(VesselGraph graph)
    {
        int n = graph.NodeCount;
        Of = new int[n];
        Degree = new int[n];
        for (int i = 0; i < n; i++) Of[i] = i;
        for (int e = 0; e < graph.EdgeCount; e++)
        {
            Degree[graph.Start[e]]++;
            Degree[graph.End[e]]++;
            int a = Root(graph.Start[e]), b = Root(graph.End[e]);
            if (a != b) Of[Math.Max(a, b)] = Math.Min(a, b);
        }
        for (int i = 0; i < n; i++) Of[i] = Of[i] == i ? Count++ : Of[Of[i]];
        Sizes = new int[Count];
        for (int i = 0; i < n; i++) Sizes[Of[i]]++;
        for (int c = 1; c < Count; c++)
            if (Sizes[c] > Sizes[Largest]) Largest = c;
    }

    public int Count { get; }

    /// <summary>Component of each node.</summary>
    public int[] Of { get; }

    /// <summary>Vessels that touch each node.</summary>
    public int[] Degree { get; }

    /// <summary>Nodes of each component.</summary>
    public int[] Sizes { get; }

    /// <summary>The component with the most nodes; of equals the first.</summary>
    public int Largest { get; }

    private int Root(int i)
    {
        while (Of[i] != i) i = Of[i] = Of[Of[i]];
        return i;
    }
}
