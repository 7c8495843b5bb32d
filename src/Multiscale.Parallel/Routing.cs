namespace Multiscale.Parallel;

/// <summary>Values that arrived from all ranks, in rank order, and the order in which ours were sent.</summary>
public sealed record Parcels<T>(T[] Values, int[] ReceiveCounts, int[] SendCounts, int[] Order) where T : unmanaged
{
    private int[]? sources;

    /// <summary>The rank that sent value <paramref name="index"/>.</summary>
    public int SourceOf(int index)
    {
        if (sources is null)
        {
            sources = new int[Values.Length];
            int at = 0;
            for (int r = 0; r < ReceiveCounts.Length; r++)
                for (int k = 0; k < ReceiveCounts[r]; k++) sources[at++] = r;
        }
        return sources[index];
    }
}

/// <summary>Sends values to computed ranks; collective. Order[i] is the index, in the caller's array, of the i-th value sent.</summary>
public static class Routing
{
    public static Parcels<T> ToRanks<T>(Communicator ranks, T[] values, Func<T, int> destination) where T : unmanaged
    {
        var to = new int[values.Length];
        for (int i = 0; i < values.Length; i++) to[i] = destination(values[i]);
        return ToRanks(ranks, values, to);
    }

    public static Parcels<T> ToRanks<T>(Communicator ranks, T[] values, ReadOnlySpan<int> destinations) where T : unmanaged
    {
        var counts = new int[ranks.Size];
        foreach (int r in destinations) counts[r]++;
        var next = new int[ranks.Size];
        for (int r = 1; r < ranks.Size; r++) next[r] = next[r - 1] + counts[r - 1];
        var send = new T[values.Length];
        var order = new int[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int at = next[destinations[i]]++;
            send[at] = values[i];
            order[at] = i;
        }
        var received = ranks.Alltoallv<T>(send, counts, out int[] receiveCounts);
        return new Parcels<T>(received, receiveCounts, counts, order);
    }
}
