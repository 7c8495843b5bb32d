namespace Multiscale.Tissue;

/// <summary>
/// Which branches blood can pass through: those on a simple path from entry to exit, which are the edges
/// that share a biconnected component with an edge drawn from entry to exit (Tarjan 1972; Hopcroft and Tarjan 1973).
/// </summary>
internal sealed class Perfusion
{
    private readonly List<(int To, int Edge)>[] adjacent;
    private readonly int[] order, low;
    private readonly Stack<int> pending = new();
    private readonly int closing;
    private readonly bool[] perfused;
    private int time;

    private Perfusion(IReadOnlyList<(int A, int B)> edges, int nodes, int entry, int exit)
    {
        adjacent = new List<(int, int)>[nodes];
        for (int n = 0; n < nodes; n++) adjacent[n] = [];
        for (int e = 0; e < edges.Count; e++) Link(edges[e].A, edges[e].B, e);
        closing = edges.Count;
        Link(entry, exit, closing);
        order = new int[nodes];
        low = new int[nodes];
        perfused = new bool[edges.Count + 1];
        Visit(entry, -1);
    }

    /// <summary>The perfused ones of <paramref name="branches"/>, in the same order.</summary>
    public static List<T> Keep<T>(List<T> branches, Func<T, (int A, int B)> ends, int nodes, int entry, int exit)
    {
        var found = new Perfusion([.. branches.Select(ends)], nodes, entry, exit).perfused;
        return [.. branches.Where((_, e) => found[e])];
    }

    private void Link(int a, int b, int edge)
    {
        adjacent[a].Add((b, edge));
        adjacent[b].Add((a, edge));
    }

    private void Visit(int node, int arrival)
    {
        order[node] = low[node] = ++time;
        foreach (var (to, edge) in adjacent[node])
        {
            if (edge == arrival) continue;
            if (order[to] == 0)
            {
                pending.Push(edge);
                Visit(to, edge);
                low[node] = Math.Min(low[node], low[to]);
                if (low[to] >= order[node]) CloseComponent(edge);
            }
            else if (order[to] < order[node])
            {
                pending.Push(edge);
                low[node] = Math.Min(low[node], order[to]);
            }
        }
    }

    private void CloseComponent(int first)
    {
        var component = new List<int>();
        int edge;
        do component.Add(edge = pending.Pop()); while (edge != first);
        if (!component.Contains(closing)) return;
        foreach (int e in component) perfused[e] = true;
    }
}
