using System.Runtime.InteropServices;
using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Neurons;

/// <summary>
/// Brings the spikes of all ranks to the synapses that listen to them, once per shortest delay, and feeds imposed spike times.
/// Events are keyed by (time, source, connection), so any number of ranks delivers them in the same order.
/// </summary>
internal sealed class SpikeExchange
{
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Message(long Gid, double Time);

    private readonly Communicator ranks;
    private readonly EventQueue queue;
    private readonly Dictionary<long, (int First, int End)> listeners = [];
    private readonly int[] bySource; // synapses sorted by (source, id)
    private readonly long[] ids;
    private readonly double[] delays;
    private readonly SpikeSource[] sources;
    private readonly List<Message> fired = [];

    /// <summary>Collective.</summary>
    public SpikeExchange(Communicator ranks, EventQueue queue, SynapseDescription[] synapses, IEnumerable<SpikeSource> sources, long cells)
    {
        (this.ranks, this.queue) = (ranks, queue);
        ids = Array.ConvertAll(synapses, s => s.Id);
        delays = Array.ConvertAll(synapses, s => s.Delay);
        this.sources = [.. sources.OrderBy(s => s.SourceId)];
        bySource = [.. Enumerable.Range(0, synapses.Length).OrderBy(i => synapses[i].SourceGid).ThenBy(i => synapses[i].Id)];
        for (int i = 0; i < bySource.Length;)
        {
            int j = i;
            long source = synapses[bySource[i]].SourceGid;
            while (j < bySource.Length && synapses[bySource[j]].SourceGid == source) j++;
            listeners[source] = (i, j);
            i = j;
        }
        double shortest = double.PositiveInfinity;
        foreach (var s in synapses) if (s.SourceGid < cells) shortest = Math.Min(shortest, s.Delay);
        MinDelay = ranks.Min(shortest);
    }

    /// <summary>Shortest delay of a connection between cells on any rank [ms]; infinite where there is none.</summary>
    public double MinDelay { get; }

    public void Fire(long gid, double time) => fired.Add(new Message(gid, time));

    /// <summary>Puts imposed spikes with times in [from, to) on their way.</summary>
    public void Impose(double from, double to)
    {
        foreach (var source in sources)
        {
            var times = source.Times;
            int k = Array.BinarySearch(times, from);
            if (k < 0) k = ~k;
            while (k > 0 && times[k - 1] >= from) k--;
            for (; k < times.Length && times[k] < to; k++) Send(source.SourceId, times[k]);
        }
    }

    /// <summary>Collective: delivers what fired since the last exchange, anywhere.</summary>
    public void Exchange()
    {
        if (double.IsPositiveInfinity(MinDelay))
        {
            fired.Clear();
            return;
        }
        var own = CollectionsMarshal.AsSpan(fired);
        if (ranks.Size == 1) foreach (var spike in own) Send(spike.Gid, spike.Time);
        else
        {
            if (ranks.Max((long)own.Length) > 0)
            {
                long[] all = ranks.Allgatherv<long>(MemoryMarshal.Cast<Message, long>(own));
                foreach (var spike in MemoryMarshal.Cast<long, Message>(all)) Send(spike.Gid, spike.Time);
            }
        }
        fired.Clear();
    }

    private void Send(long source, double time)
    {
        if (!listeners.TryGetValue(source, out var range)) return;
        for (int k = range.First; k < range.End; k++)
        {
            int s = bySource[k];
            queue.Add(new SynapticEvent(time + delays[s], source, ids[s], s));
        }
    }
}
