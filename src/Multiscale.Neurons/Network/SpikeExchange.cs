using System.Runtime.InteropServices;
using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Neurons;

/// <summary>A connection as the exchange sees it; target and mechanism as in <see cref="SynapticEvent"/>.</summary>
internal readonly record struct Link(long Source, long Id, double Delay, int Target, int Mechanism);

/// <summary>
/// Brings the spikes of all ranks to the synapses that listen to them, once per shortest delay, and feeds imposed spike times.
/// Events are keyed by (time, emission of the spike, source, connection), so any number of ranks delivers them in the same order, and causes come before effects.
/// </summary>
internal sealed class SpikeExchange
{
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Message(double Time, long Order, long Source, long Connection, long Gid) : IComparable<Message>
    {
        // Spikes of one time come in the order of the events that caused them.
        public int CompareTo(Message other) => Time != other.Time ? Time.CompareTo(other.Time) : Order != other.Order ? Order.CompareTo(other.Order)
            : Source != other.Source ? Source.CompareTo(other.Source) : Connection != other.Connection ? Connection.CompareTo(other.Connection) : Gid.CompareTo(other.Gid);
    }

    private readonly Communicator ranks;
    private readonly Action<SynapticEvent> send;
    private readonly Dictionary<long, (int First, int End)> listeners = [];
    private readonly Link[] links; // by source, then id
    private readonly SpikeSource[] sources;
    private readonly List<Message> fired = [];

    /// <summary>Collective.</summary>
    /// <param name="send">Puts an event on its way to what it acts on.</param>
    public SpikeExchange(Communicator ranks, Action<SynapticEvent> send, IEnumerable<Link> all, IEnumerable<SpikeSource> sources, long cells)
    {
        (this.ranks, this.send) = (ranks, send);
        this.sources = [.. sources.OrderBy(s => s.SourceId)];
        links = [.. all.OrderBy(l => l.Source).ThenBy(l => l.Id)];
        for (int i = 0; i < links.Length;)
        {
            int j = i;
            while (j < links.Length && links[j].Source == links[i].Source) j++;
            listeners[links[i].Source] = (i, j);
            i = j;
        }
        double shortest = double.PositiveInfinity;
        foreach (var link in links) if (link.Source < cells) shortest = Math.Min(shortest, link.Delay);
        MinDelay = ranks.Min(shortest);
    }

    /// <summary>Shortest delay of a connection between cells on any rank [ms]; infinite where there is none.</summary>
    public double MinDelay { get; }

    /// <summary>The number of the last spike, counted in the order of emission over all ranks: by time, then by the event that caused it.</summary>
    public long Emitted { get; set; }

    /// <param name="cause">The event on which an artificial cell fired.</param>
    public void Fire(long gid, double time, in SynapticEvent cause) => fired.Add(new Message(time, cause.Order, cause.Source, cause.Connection, gid));

    /// <summary>A cell whose voltage crossed the threshold: at one time, by gid.</summary>
    public void Fire(long gid, double time) => fired.Add(new Message(time, 0, gid, -1, gid));

    /// <summary>Puts imposed spikes with times in [from, to) on their way.</summary>
    public void Impose(double from, double to)
    {
        foreach (var source in sources)
        {
            var times = source.Times;
            int k = Array.BinarySearch(times, from);
            if (k < 0) k = ~k;
            while (k > 0 && times[k - 1] >= from) k--;
            for (; k < times.Length && times[k] < to; k++) Send(source.SourceId, times[k], 0);
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
        if (ranks.Size == 1) SendAll(own);
        else if (ranks.Max((long)own.Length) > 0) SendAll(MemoryMarshal.Cast<long, Message>(ranks.Allgatherv<long>(MemoryMarshal.Cast<Message, long>(own)).AsSpan()));
        fired.Clear();
    }

    private void SendAll(Span<Message> spikes)
    {
        spikes.Sort();
        foreach (var spike in spikes) Send(spike.Gid, spike.Time, ++Emitted);
    }

    private void Send(long source, double time, long order)
    {
        if (!listeners.TryGetValue(source, out var range)) return;
        for (int k = range.First; k < range.End; k++)
        {
            var link = links[k];
            send(new SynapticEvent(time + link.Delay, source, link.Id, link.Target, link.Mechanism, Order: order));
        }
    }
}
