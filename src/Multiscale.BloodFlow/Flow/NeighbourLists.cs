namespace Multiscale.BloodFlow;

/// <summary>Nodes and the slots of the edges between them, from which nodes can be taken out: their neighbours then have edges among themselves.</summary>
internal sealed class NeighbourLists
{
    private readonly int[] first, count, room; // each list is [first, first + count) of the arrays below, with room for more
    private int[] other, slot;
    private int used;

    /// <summary>Parallel edges share a slot; the slots of a node are sorted by neighbour until one is removed.</summary>
    public NeighbourLists(int nodes, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        (first, count, room) = (new int[nodes], new int[nodes], new int[nodes]);
        for (int e = 0; e < a.Length; e++)
        {
            room[a[e]]++;
            room[b[e]]++;
        }
        for (int i = 0; i < nodes; i++) (first[i], used) = (used, used + room[i]);
        (other, slot) = (new int[2 * used], new int[2 * used]);
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

    /// <summary>Takes a node out. Its own list stays as it was.</summary>
    /// <param name="between">Receives the slots between its neighbours, the first with all later ones, then the second; new ones where there was no edge.</param>
    public void Remove(int node, List<int> between)
    {
        int n = count[node];
        for (int i = 0; i < n; i++) Drop(other[first[node] + i], node);
        for (int i = 0; i < n; i++)
            for (int j = i + 1; j < n; j++) between.Add(Link(other[first[node] + i], other[first[node] + j]));
    }

    private void Drop(int node, int neighbour)
    {
        int at = Find(node, neighbour), last = first[node] + --count[node];
        (other[at], slot[at]) = (other[last], slot[last]);
    }

    private int Link(int a, int b)
    {
        int at = Find(a, b);
        if (at >= 0) return slot[at];
        Add(a, b);
        Add(b, a);
        return Slots++;
    }

    /// <summary>Puts an edge with the next slot into a list, which moves to the end where it has no room.</summary>
    private void Add(int node, int neighbour)
    {
        if (count[node] == room[node])
        {
            room[node] = 2 * room[node];
            if (used + room[node] > other.Length)
            {
                Array.Resize(ref other, 2 * (used + room[node]));
                Array.Resize(ref slot, other.Length);
            }
            Array.Copy(other, first[node], other, used, count[node]);
            Array.Copy(slot, first[node], slot, used, count[node]);
            (first[node], used) = (used, used + room[node]);
        }
        int at = first[node] + count[node]++;
        (other[at], slot[at]) = (neighbour, Slots);
    }

    private int Find(int node, int neighbour)
    {
        for (int k = first[node]; k < first[node] + count[node]; k++)
            if (other[k] == neighbour) return k;
        return -1;
    }
}
