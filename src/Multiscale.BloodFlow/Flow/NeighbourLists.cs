namespace Multiscale.BloodFlow;

/// <summary>Nodes and the slots of the edges between them, from which nodes with up to two neighbours can be taken out.</summary>
internal sealed class NeighbourLists
{
    private readonly int[] first, count, other, slot;

    /// <summary>Parallel edges share a slot; the slots of a node are sorted by neighbour until one is removed.</summary>
    public NeighbourLists(int nodes, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        first = new int[nodes + 1];
        count = new int[nodes];
        for (int e = 0; e < a.Length; e++)
        {
            first[a[e] + 1]++;
            first[b[e] + 1]++;
        }
        for (int i = 0; i < nodes; i++) first[i + 1] += first[i];
        other = new int[first[nodes]];
        slot = new int[first[nodes]];
        for (int e = 0; e < a.Length; e++)
        {
            other[first[a[e]] + count[a[e]]++] = b[e];
            other[first[b[e]] + count[b[e]]++] = a[e];
        }
        for (int i = 0; i < nodes; i++)
        {
            Array.Sort(other, first[i], count[i]);
            int merged = 0;
            for (int k = first[i]; k < first[i] + count[i]; k++)
                if (merged == 0 || other[k] != other[first[i] + merged - 1]) other[first[i] + merged++] = other[k];
            count[i] = merged;
        }
        // Going up the nodes, the lower neighbours of each are met in the order of its list.
        var met = new int[nodes];
        for (int i = 0; i < nodes; i++)
        {
            for (int k = first[i] + met[i]; k < first[i] + count[i]; k++)
            {
                int above = other[k];
                slot[k] = slot[first[above] + met[above]++] = Slots++;
            }
        }
    }

    /// <summary>Slots given so far.</summary>
    public int Slots { get; private set; }

    /// <summary>Neighbours of a node.</summary>
    public int Count(int node) => count[node];

    /// <summary>A neighbour of a node and the slot of the edge to it.</summary>
    public (int Node, int Slot) this[int node, int k] => (other[first[node] + k], slot[first[node] + k]);

    /// <summary>The slot between two nodes, while lists are sorted.</summary>
    public int SlotBetween(int a, int b) => slot[Array.BinarySearch(other, first[a], count[a], b)];

    /// <summary>Takes a node with up to two neighbours out; two neighbours get an edge of their own if they have none.</summary>
    public Removal Remove(int node)
    {
        if (count[node] == 0) return new Removal(node, -1, -1, -1, -1, -1);
        var (a, slotA) = this[node, 0];
        if (count[node] == 1)
        {
            Drop(a, node);
            return new Removal(node, a, -1, slotA, -1, -1);
        }
        var (b, slotB) = this[node, 1];
        int between = Find(a, b);
        if (between >= 0)
        {
            Drop(a, node);
            Drop(b, node);
            return new Removal(node, a, b, slotA, slotB, slot[between]);
        }
        int atA = Find(a, node), atB = Find(b, node);
        (other[atA], other[atB]) = (b, a);
        slot[atA] = slot[atB] = Slots;
        return new Removal(node, a, b, slotA, slotB, Slots++);
    }

    private void Drop(int node, int neighbour)
    {
        int at = Find(node, neighbour), last = first[node] + --count[node];
        (other[at], slot[at]) = (other[last], slot[last]);
    }

    private int Find(int node, int neighbour)
    {
        for (int k = first[node]; k < first[node] + count[node]; k++)
            if (other[k] == neighbour) return k;
        return -1;
    }
}

/// <summary>A node that is gone, its neighbours at that time, the slots of the edges to them and of the edge between them; -1: there is none.</summary>
internal readonly record struct Removal(int Node, int A, int B, int SlotA, int SlotB, int Between);
