namespace Multiscale.Neurons;

/// <summary>An event on its way to a synapse or point process of this rank.</summary>
/// <param name="Time">Arrival [ms].</param>
/// <param name="Source">A cell or spike source; below zero where a process sends to itself.</param>
/// <param name="Synapse">Local index of a synapse; of a connection of a mechanism; of an instance where it sends to itself.</param>
/// <param name="Mechanism">Which mechanism of point processes; -1: one of <see cref="Synapses"/>.</param>
/// <param name="Flag">As NET_RECEIVE sees it.</param>
/// <param name="Order">Number of the spike among all of the run, in the order of emission; 0: imposed, or sent by a process to itself.</param>
internal readonly record struct SynapticEvent(double Time, long Source, long Connection, int Synapse, int Mechanism = -1, double Flag = 0, long Order = 0)
{
    /// <summary>Whether a process sends it to itself.</summary>
    public bool IsOwn => Source < 0;

    /// <summary>Order in which events act: time, emission, source, connection.</summary>
    public bool Before(in SynapticEvent other) =>
        Time != other.Time ? Time < other.Time : Order != other.Order ? Order < other.Order : Source != other.Source ? Source < other.Source : Connection < other.Connection;
}

/// <summary>Pending events as a binary heap; the order of delivery does not depend on the order of arrival.</summary>
internal sealed class EventQueue
{
    private SynapticEvent[] heap = new SynapticEvent[256];

    public int Count { get; private set; }

    public ReadOnlySpan<SynapticEvent> Pending => heap.AsSpan(0, Count);

    public ref readonly SynapticEvent Next => ref heap[0];

    public void Clear() => Count = 0;

    /// <summary>Takes back the event that an instance has sent to itself; nothing where there is none.</summary>
    public void RemoveOwn(int mechanism, int instance, out double flag)
    {
        flag = 0;
        int at = Array.FindIndex(heap, 0, Count, e => e.IsOwn && e.Mechanism == mechanism && e.Synapse == instance);
        if (at < 0) return;
        flag = heap[at].Flag;
        var rest = heap.AsSpan(0, Count).ToArray();
        Count = 0;
        for (int i = 0; i < rest.Length; i++) if (i != at) Add(rest[i]);
    }

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
