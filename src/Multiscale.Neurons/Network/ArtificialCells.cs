using Multiscale.Core;
using Multiscale.Modeling;
using Multiscale.Parallel;

namespace Multiscale.Neurons;

/// <summary>
/// The cells of this rank that have no membrane. Their gids follow those of the others without gaps. All their events of an interval between two
/// exchanges are known when it starts, but for those they send to themselves, so they act one by one in order of (time, source, connection).
/// </summary>
internal sealed class ArtificialCells
{
    private readonly EventQueue queue = new();
    private readonly ArtificialMechanism[] mechanisms;
    private readonly int firstMechanism;
    private readonly bool likeNeuron;
    private readonly long firstGid;

    /// <param name="first">Number of the first of their mechanisms among those that receive events.</param>
    /// <param name="layout">The cells with a membrane.</param>
    public ArtificialCells(int first, CompiledMechanism[] compiled, NeuronOptions options, NeuronNetwork network, NeuronLayout layout, long count)
    {
        (firstMechanism, firstGid, likeNeuron) = (first, layout.Cells.GlobalCount, options.Compatibility == Compatibility.Neuron);
        Set = new EntitySet("artificial-cells", count, [.. network.ArtificialCells.Select(c => c.Gid - firstGid).Order()]);
        mechanisms = [.. compiled.Select((c, i) => Placed(first + i, c))];

        ArtificialMechanism Placed(int index, CompiledMechanism mechanism)
        {
            ArtificialCell[] own = [.. network.ArtificialCells.Where(a => a.Mechanism == mechanism.Program.Name)];
            var gids = own.Select(a => a.Gid).ToHashSet();
            return new ArtificialMechanism(index, mechanism, options, own, network.Connections.Where(c => c.ToCell && gids.Contains(c.Target)), queue, (spike, cause) => Fired.Add((spike, cause)));
        }
    }

    /// <summary>Numbered from 0.</summary>
    public EntitySet Set { get; }

    public IReadOnlyList<ArtificialMechanism> Mechanisms => mechanisms;

    /// <summary>Spikes of the present interval, each with the event that caused it.</summary>
    public List<(Spike Spike, SynapticEvent Cause)> Fired { get; } = [];

    /// <summary>How many there are on all ranks. Collective.</summary>
    /// <exception cref="InputException">MS0213: gids that do not follow those of the other cells, each once.</exception>
    public static long Count(NeuronNetwork network, long cells, Communicator ranks)
    {
        long[] all = ranks.Allgatherv<long>([.. network.ArtificialCells.Select(c => c.Gid)]);
        Array.Sort(all);
        for (int i = 0; i < all.Length; i++)
            if (all[i] != cells + i)
                throw new InputException("MS0213", $"artificial cell {all[i]} is repeated, or leaves a gap after {cells + i - 1}", $"number the artificial cells {cells}, {cells + 1} ... after the other cells, without gaps");
        return all.Length;
    }

    public IEnumerable<Link> Links()
    {
        for (int m = 0; m < mechanisms.Length; m++)
            for (int c = 0; c < mechanisms[m].Connections.Count; c++)
                yield return new Link(mechanisms[m].Connections[c].Source, mechanisms[m].Connections[c].Id, mechanisms[m].Connections[c].Delay, c, firstMechanism + m);
    }

    public void Initialize()
    {
        foreach (var m in mechanisms) m.Initialize();
    }

    public void Add(in SynapticEvent e) => queue.Add(e);

    /// <summary>
    /// Lets all events of a step act, in their order; conditions that cells watch are found at the times at which they become true. NEURON looks at them at the
    /// end of the step, before the events of its second half, and takes those of its very end into it.
    /// </summary>
    public void Advance(double from, double to)
    {
        if (likeNeuron)
        {
            Deliver(0.5 * (from + to), inclusive: true);
            foreach (var m in mechanisms) m.LookAllNow(to);
            Deliver(to, inclusive: true);
            return;
        }
        bool any;
        do
        {
            Deliver(to, inclusive: false);
            any = false;
            foreach (var m in mechanisms) any |= m.LookAll(to);
        }
        while (any && queue.Next.Time < to);
    }

    private void Deliver(double time, bool inclusive)
    {
        while (queue.Count > 0 && (queue.Next.Time < time || inclusive && queue.Next.Time <= time))
        {
            ref readonly var next = ref queue.Next;
            var m = mechanisms[next.Mechanism - firstMechanism];
            int cell = m.InstanceOf(next);
            if (!likeNeuron && m.Look(cell, next.Time)) continue;
            var e = queue.Take();
            m.Deliver(e);
            if (!likeNeuron) m.LookNow(cell, e.Time);
        }
    }

    /// <summary>A variable of a cell; null where this rank does not have the cell.</summary>
    /// <exception cref="InputException">MS0223: there is no such variable.</exception>
    public double? Variable(long gid, string name)
    {
        foreach (var m in mechanisms)
            if (m.InstanceOf(gid) is >= 0 and var k)
                return m.Column(name) is { } column ? column[k]
                    : throw new InputException("MS0223", $"artificial cell {gid} ({m.Name}) has no variable '{name}'", "use one of " + string.Join(", ", m.Program.Columns.Select(c => c.Name)));
        return null;
    }

    public void Save(ICheckpoint checkpoint, Func<string, string> key)
    {
        if (Set.GlobalCount == 0) return;
        foreach (var m in mechanisms) m.Save(checkpoint, key(m.Name), Set, firstGid);
        var owners = new List<long>();
        var rows = new List<double>();
        foreach (ref readonly var e in queue.Pending)
        {
            var m = mechanisms[e.Mechanism - firstMechanism];
            owners.Add(m.GidOf(e.IsOwn ? e.Synapse : m.Connections.InstanceOf(e.Synapse)) - firstGid);
            rows.AddRange([e.Time, e.Source, e.Connection, e.Mechanism, e.Flag, e.Order]);
        }
        checkpoint.PutRows(key("artificial-events"), Set, [.. owners], 6, [.. rows]);
    }

    public void Restore(ICheckpoint checkpoint, Func<string, string> key)
    {
        if (Set.GlobalCount == 0) return;
        foreach (var m in mechanisms) m.Restore(checkpoint, key(m.Name), Set);
        queue.Clear();
        var (owners, rows) = checkpoint.GetRows(key("artificial-events"), Set, 6);
        for (int i = 0; i < owners.Length; i++)
        {
            var (source, connection, mechanism) = ((long)rows[6 * i + 1], (long)rows[6 * i + 2], (int)rows[6 * i + 3]);
            var m = mechanisms[mechanism - firstMechanism];
            queue.Add(new SynapticEvent(rows[6 * i], source, connection, source < 0 ? m.InstanceOf(~source) : m.Connections.IndexOf(connection), mechanism, rows[6 * i + 4], (long)rows[6 * i + 5]));
        }
    }
}
