namespace Multiscale.Neurons;

/// <summary>An event on its way to a synapse of this rank.</summary>
/// <param name="Time">Arrival [ms].</param>
/// <param name="Synapse">Local index.</param>
internal readonly record struct SynapticEvent(double Time, long Source, long Connection, int Synapse)
{
    /// <summary>Order in which events act: time, source, connection.</summary>
    public bool Before(in SynapticEvent other) =>
        Time != other.Time ? Time < other.Time : Source != other.Source ? Source < other.Source : Connection < other.Connection;
}

/// <summary>Pending events as a binary heap; the order of delivery does not depend on the order of arrival.</summary>
internal sealed class EventQueue
{
    private SynapticEvent[] heap = new SynapticEvent[256];

    public int Count { get; private set; }

    public ReadOnlySpan<SynapticEvent> Pending => heap.AsSpan(0, Count);

    public ref readonly SynapticEvent Next => ref heap[0];

    public void Clear() => Count = 0;

    public void Add(in SynapticEvent item)
    {
        if (Count == heap.Length) Array.Resize(ref heap, 2 * Count);
        int i = Count++;
        while (i > 0 && item.Before(heap[(i - 1) / 2]))
        {
            heap[i] = heap[(i - 1) / 2];
            i = (i - 1) / 2;
        }
        heap[i] = item;
    }

    public SynapticEvent Take()
    {
        var top = heap[0];
        var item = heap[--Count];
        int i = 0;
        while (true)
        {
            int child = 2 * i + 1;
            if (child >= Count) break;
            if (child + 1 < Count && heap[child + 1].Before(heap[child])) child++;
            if (!heap[child].Before(item)) break;
            heap[i] = heap[child];
            i = child;
        }
        heap[i] = item;
        return top;
    }
}
