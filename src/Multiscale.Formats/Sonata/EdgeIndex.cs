namespace Multiscale.Formats;

/// <summary>Edges [First, End).</summary>
public readonly record struct EdgeRange(long First, long End)
{
    public long Count => End - First;
}

/// <summary>
/// A SONATA edge index: node n has the rows [NodeToRanges[2n], NodeToRanges[2n + 1]) of RangeToEdges, each a range of edge ids [start, end).
/// </summary>
public sealed class EdgeIndex(long[] nodeToRanges, long[] rangeToEdges)
{
    public long[] NodeToRanges { get; } = nodeToRanges;

    public long[] RangeToEdges { get; } = rangeToEdges;

    public int NodeCount => NodeToRanges.Length / 2;

    /// <summary>The edges of a node; none for a node beyond the index. Built indices ascend, those of a file come in the file's order.</summary>
    public ReadOnlySpan<EdgeRange> Of(long node)
    {
        if (node < 0 || node >= NodeCount) return [];
        long first = NodeToRanges[2 * node], end = NodeToRanges[2 * node + 1];
        // A negative start means none; unsigned files hold it as a huge number.
        if (first < 0 || end <= first || end > RangeToEdges.Length / 2) return [];
        return System.Runtime.InteropServices.MemoryMarshal.Cast<long, EdgeRange>(RangeToEdges.AsSpan((int)(2 * first), (int)(2 * (end - first))));
    }

    /// <summary>Builds the index of edges whose node at this end is <paramref name="nodeIds"/>[edge].</summary>
    public static EdgeIndex Build(long[] nodeIds)
    {
        long nodes = 0;
        foreach (long id in nodeIds) nodes = Math.Max(nodes, id + 1);
        var runs = new int[nodes + 1];
        for (int e = 0; e < nodeIds.Length; e++)
            if (e == 0 || nodeIds[e] != nodeIds[e - 1]) runs[nodeIds[e] + 1]++;
        for (int n = 0; n < nodes; n++) runs[n + 1] += runs[n];
        var toRanges = new long[2 * nodes];
        for (int n = 0; n < nodes; n++) (toRanges[2 * n], toRanges[2 * n + 1]) = runs[n] == runs[n + 1] ? (-1, -1) : (runs[n], runs[n + 1]);
        var toEdges = new long[2 * runs[nodes]];
        for (int e = 0; e < nodeIds.Length;)
        {
            int start = e;
            while (e < nodeIds.Length && nodeIds[e] == nodeIds[start]) e++;
            int row = runs[nodeIds[start]]++;
            (toEdges[2 * row], toEdges[2 * row + 1]) = (start, e);
        }
        return new EdgeIndex(toRanges, toEdges);
    }

    /// <summary>The first edge that the index does not give to its node, or -1 when every edge has its place.</summary>
    internal long FirstFault(long[] nodeIds)
    {
        long seen = 0;
        for (int n = 0; n < NodeCount; n++)
            foreach (var range in Of(n))
                for (long e = range.First; e < range.End; e++, seen++)
                    if (e < 0 || e >= nodeIds.Length || nodeIds[e] != n) return e;
        return seen == nodeIds.Length ? -1 : seen;
    }
}
