namespace Multiscale.BloodFlow;

/// <summary>
/// Takes nodes with few neighbours out of a network of conductances, exactly: ends, chains and whole trees vanish, of a mesh of vessels two thirds of the
/// nodes, and a core remains. A node with conductances g_1, g_2, ... to its neighbours and g_0 to known pressures becomes conductances g_i g_j / s between
/// these, s = g_0 + g_1 + ..., and g_i g_0 / s from each to known pressures (Rosen 1924, star and mesh): only positive numbers are added, so no digit is lost.
/// </summary>
internal sealed class Condensation
{
    // Up to here the core's matrix has hardly more entries than before, and half as many rows as without nodes of three neighbours and more.
    private const int MostNeighbours = 6;

    private readonly int[] slotOf; // of each given edge
    private readonly int[] removed, offsets; // nodes in the order of removal; the neighbours of each are [offsets[k], offsets[k + 1]) of
    private readonly int[] neighbourOf, slotTo; // these
    private readonly int[] between; // slots of the edges between the neighbours of each, pair by pair, one node after another
    private readonly int[] core; // nodes that stay, ascending
    private readonly int[] slots; // behind each place of the core's matrix; -1: diagonal
    private readonly double[] edges, toKnown, total;

    /// <param name="nodes">Number of nodes of unknown pressure.</param>
    /// <param name="a">One end of each edge between them.</param>
    /// <param name="b">The other end.</param>
    public Condensation(int nodes, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        var neighbours = new NeighbourLists(nodes, a, b);
        slotOf = new int[a.Length];
        for (int e = 0; e < a.Length; e++) slotOf[e] = neighbours.SlotBetween(a[e], b[e]);
        var gone = new bool[nodes];
        List<int> order = new(nodes), starts = [0], others = [], ways = [], pairs = [];
        for (int most = 1; most <= MostNeighbours; most++)
            foreach (int node in WithAtMost(most, neighbours, gone))
            {
                order.Add(node);
                for (int k = 0; k < neighbours.Count(node); k++)
                {
                    others.Add(neighbours[node, k].Node);
                    ways.Add(neighbours[node, k].Slot);
                }
                starts.Add(others.Count);
                neighbours.Remove(node, pairs);
            }
        (removed, offsets, neighbourOf, slotTo, between) = ([.. order], [.. starts], [.. others], [.. ways], [.. pairs]);
        edges = new double[neighbours.Slots];
        toKnown = new double[nodes];
        total = new double[removed.Length];
        core = new int[nodes - removed.Length];
        var place = new int[nodes];
        for (int i = 0, k = 0; i < nodes; i++)
            if (!gone[i]) core[place[i] = k++] = i;
        (Offsets, Columns, slots) = Matrix(neighbours, place);
    }

    /// <summary>CSR pattern of the core's matrix, columns ascending.</summary>
    public int[] Offsets { get; }

    public int[] Columns { get; }

    /// <summary>New conductances of the given edges and from each node to known pressures; writes the core's matrix.</summary>
    public void Update(ReadOnlySpan<double> conductances, ReadOnlySpan<double> known, Span<double> matrix)
    {
        Array.Clear(edges);
        for (int e = 0; e < conductances.Length; e++) edges[slotOf[e]] += conductances[e];
        known.CopyTo(toKnown);
        for (int k = 0, pair = 0; k < removed.Length; k++)
        {
            double rest = toKnown[removed[k]], sum = rest;
            int first = offsets[k], end = offsets[k + 1];
            for (int i = first; i < end; i++) sum += edges[slotTo[i]];
            total[k] = sum;
            for (int i = first; i < end; i++)
            {
                double share = edges[slotTo[i]] / sum;
                toKnown[neighbourOf[i]] += share * rest;
                for (int j = i + 1; j < end; j++) edges[between[pair++]] += share * edges[slotTo[j]];
            }
        }
        for (int row = 0; row < core.Length; row++)
        {
            double sum = toKnown[core[row]];
            int diagonal = 0;
            for (int k = Offsets[row]; k < Offsets[row + 1]; k++)
            {
                if (slots[k] < 0)
                {
                    diagonal = k;
                    continue;
                }
                sum += edges[slots[k]];
                matrix[k] = -edges[slots[k]];
            }
            matrix[diagonal] = sum;
        }
    }

    /// <summary>Hands the sources of removed nodes on; <paramref name="sources"/> is overwritten.</summary>
    public void Reduce(Span<double> sources, Span<double> coreSources)
    {
        for (int k = 0; k < removed.Length; k++)
        {
            double share = sources[removed[k]] / total[k];
            for (int i = offsets[k]; i < offsets[k + 1]; i++) sources[neighbourOf[i]] += edges[slotTo[i]] * share;
        }
        for (int i = 0; i < core.Length; i++) coreSources[i] = sources[core[i]];
    }

    /// <summary>Pressures of all nodes from those of the core and the reduced sources.</summary>
    public void Expand(ReadOnlySpan<double> corePressures, ReadOnlySpan<double> sources, Span<double> pressures)
    {
        for (int i = 0; i < core.Length; i++) pressures[core[i]] = corePressures[i];
        for (int k = removed.Length - 1; k >= 0; k--)
        {
            double sum = sources[removed[k]];
            for (int i = offsets[k]; i < offsets[k + 1]; i++) sum += edges[slotTo[i]] * pressures[neighbourOf[i]];
            pressures[removed[k]] = sum / total[k];
        }
    }

    /// <summary>The core's part of all pressures.</summary>
    public void Core(ReadOnlySpan<double> pressures, Span<double> corePressures)
    {
        for (int i = 0; i < core.Length; i++) corePressures[i] = pressures[core[i]];
    }

    /// <summary>Nodes with at most so many neighbours; those that come to have so few while others are taken out follow.</summary>
    private static IEnumerable<int> WithAtMost(int most, NeighbourLists neighbours, bool[] gone)
    {
        var waiting = new Queue<int>();
        for (int i = 0; i < gone.Length; i++)
            if (!gone[i] && neighbours.Count(i) <= most) waiting.Enqueue(i);
        while (waiting.TryDequeue(out int node))
        {
            if (gone[node] || neighbours.Count(node) > most) continue;
            gone[node] = true;
            yield return node;
            for (int k = 0; k < neighbours.Count(node); k++)
                if (neighbours[node, k].Node is var near && neighbours.Count(near) <= most) waiting.Enqueue(near);
        }
    }

    private (int[] Offsets, int[] Columns, int[] Slots) Matrix(NeighbourLists neighbours, int[] place)
    {
        var offsets = new int[core.Length + 1];
        for (int row = 0; row < core.Length; row++) offsets[row + 1] = offsets[row] + neighbours.Count(core[row]) + 1;
        int[] columns = new int[offsets[^1]], behind = new int[offsets[^1]];
        for (int row = 0; row < core.Length; row++)
        {
            int at = offsets[row];
            (columns[at], behind[at]) = (row, -1);
            for (int k = 0; k < neighbours.Count(core[row]); k++)
            {
                var (node, slot) = neighbours[core[row], k];
                (columns[++at], behind[at]) = (place[node], slot);
            }
            Array.Sort(columns, behind, offsets[row], at + 1 - offsets[row]);
        }
        return (offsets, columns, behind);
    }
}
