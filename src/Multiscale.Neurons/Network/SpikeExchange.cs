using System.Runtime.InteropServices;
using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Neurons;

/// <summary>A connection as the exchange sees it; target and mechanism as in <see cref="SynapticEvent"/>.</summary>
internal readonly record struct Link(long Source, long Id, double Delay, int Target, int Mechanism);

/// <summary>
/// Brings the spikes of all ranks to the synapses that listen to them and feeds imposed spike times. Between several ranks spikes are under way for half
/// the shortest delay while the cells compute the next half.
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

    private const int InPacket = 24; // spikes of a rank in half a shortest delay; more take a second message

    private readonly Action<SynapticEvent> send;
    private readonly PendingGather<Message> underWay;
    private readonly bool several;
    private readonly Dictionary<long, (int First, int End)> listeners = [];
    private readonly Link[] links; // by source, then id
    private readonly SpikeSource[] sources;
    private readonly List<Message> fired = [];

    /// <summary>Collective.</summary>
    /// <param name="send">Puts an event on its way to what it acts on.</param>
    public SpikeExchange(Communicator ranks, Action<SynapticEvent> send, IEnumerable<Link> all, IEnumerable<SpikeSource> sources, long cells)
    {
        (this.send, several, underWay) = (send, ranks.Size > 1, new PendingGather<Message>(ranks, InPacket));
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

    /// <summary>Steps between two exchanges.</summary>
    /// <param name="step">Mean length of the steps of a span [ms].</param>
    /// <param name="steps">Of the span.</param>
    public long Interval(double step, long steps)
    {
        if (double.IsPositiveInfinity(MinDelay)) return steps;
        long between = Math.Max(1, (long)(MinDelay / step + 1e-9));
        Overlaps = several && between > 1;
        return Overlaps ? between / 2 : between;
    }

    /// <summary>Whether spikes are under way for one interval: delays are then of two at least.</summary>
    private bool Overlaps { get; set; }

    /// <summary>Collective: delivers the spikes under way and sends those of the interval that ends now; at the end of a span these too are delivered.</summary>
    public void Exchange(bool isLast)
    {
        if (double.IsPositiveInfinity(MinDelay))
        {
            fired.Clear();
            return;
        }
        if (underWay.IsPending) SendAll(underWay.Finish());
        underWay.Start(CollectionsMarshal.AsSpan(fired));
        fired.Clear();
        if (isLast || !Overlaps) SendAll(underWay.Finish());
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
