namespace Multiscale.BloodFlow;

/// <summary>
/// Takes every node with at most two neighbours out of a network of conductances, exactly: ends, chains and whole trees vanish, and a core remains.
/// A node between a and b becomes a conductance g_a g_b / s between them, s = g_a + g_b + g_0 with g_0 its conductance to known pressures, and g_a g_0 / s
/// from a to these: only positive numbers are added, so no digit is lost.
/// </summary>
internal sealed class Condensation
{
    private readonly int[] slotOf; // of each given edge
    private readonly Removal[] removals;
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
        removals = Remove(neighbours, gone);
        edges = new double[neighbours.Slots];
        toKnown = new double[nodes];
        total = new double[removals.Length];
        core = new int[nodes - removals.Length];
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
        for (int k = 0; k < removals.Length; k++)
        {
            var r = removals[k];
            double a = r.A < 0 ? 0 : edges[r.SlotA], b = r.B < 0 ? 0 : edges[r.SlotB], rest = toKnown[r.Node], sum = a + b + rest;
            total[k] = sum;
            if (r.A >= 0) toKnown[r.A] += a * rest / sum;
            if (r.B < 0) continue;
            toKnown[r.B] += b * rest / sum;
            edges[r.Between] += a * b / sum;
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
        for (int k = 0; k < removals.Length; k++)
        {
            var r = removals[k];
            double share = sources[r.Node] / total[k];
            if (r.A >= 0) sources[r.A] += edges[r.SlotA] * share;
            if (r.B >= 0) sources[r.B] += edges[r.SlotB] * share;
        }
        for (int i = 0; i < core.Length; i++) coreSources[i] = sources[core[i]];
    }

    /// <summary>Pressures of all nodes from those of the core and the reduced sources.</summary>
    public void Expand(ReadOnlySpan<double> corePressures, ReadOnlySpan<double> sources, Span<double> pressures)
    {
        for (int i = 0; i < core.Length; i++) pressures[core[i]] = corePressures[i];
        for (int k = removals.Length - 1; k >= 0; k--)
        {
            var r = removals[k];
            double sum = sources[r.Node];
            if (r.A >= 0) sum += edges[r.SlotA] * pressures[r.A];
            if (r.B >= 0) sum += edges[r.SlotB] * pressures[r.B];
            pressures[r.Node] = sum / total[k];
        }
    }

    /// <summary>The core's part of all pressures.</summary>
    public void Core(ReadOnlySpan<double> pressures, Span<double> corePressures)
    {
        for (int i = 0; i < core.Length; i++) corePressures[i] = pressures[core[i]];
    }

    private static Removal[] Remove(NeighbourLists neighbours, bool[] gone)
    {
        var removals = new List<Removal>(gone.Length);
        var waiting = new Queue<int>();
        for (int i = 0; i < gone.Length; i++) Look(i);
        while (waiting.TryDequeue(out int node))
        {
            if (gone[node]) continue;
            gone[node] = true;
            var removal = neighbours.Remove(node);
            removals.Add(removal);
            Look(removal.A);
            Look(removal.B);
        }
        return [.. removals];

        void Look(int node)
        {
            if (node >= 0 && neighbours.Count(node) <= 2) waiting.Enqueue(node);
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
