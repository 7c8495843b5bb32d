using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.Neurons;

/// <summary>All ARTIFICIAL_CELLs of one mechanism on this rank, by gid: cells that know events alone, at their exact times.</summary>
internal sealed partial class ArtificialMechanism : IEventHost
{
    private readonly CompiledMechanism compiled;
    private readonly MechanismArrays arrays;
    private readonly ConnectionTable connections;
    private readonly EventQueue queue;
    private readonly Action<Spike, SynapticEvent> fire;
    private readonly long[] gids;
    private readonly long[] sent; // own events of each cell
    private readonly Dictionary<long, int> instanceOf = [];
    private readonly int index;
    private SynapticEvent cause;
    private double now;

    /// <param name="index">Number of this mechanism among those that receive events.</param>
    /// <param name="cells">Those of this rank, of this mechanism.</param>
    /// <param name="all">The connections that reach them.</param>
    public ArtificialMechanism(int index, CompiledMechanism compiled, NeuronOptions options, IEnumerable<ArtificialCell> cells, IEnumerable<Connection> all, EventQueue queue, Action<Spike, SynapticEvent> fire)
    {
        (this.index, this.compiled, this.queue, this.fire) = (index, compiled, queue, fire);
        ArtificialCell[] sorted = [.. cells.OrderBy(c => c.Gid)];
        gids = Array.ConvertAll(sorted, c => c.Gid);
        (sent, known) = (new long[gids.Length], new double[gids.Length]);
        arrays = new MechanismArrays(compiled.Program, gids.Length, options.Celsius, _ => throw new InvalidOperationException("a cell without a membrane has no place"));
        for (int k = 0; k < gids.Length; k++)
        {
            instanceOf[gids[k]] = k;
            foreach (var (name, value) in sorted[k].Parameters) arrays.Set(name, k, value);
            arrays.SetStreams(k, options.Seed, gids[k], 0);
        }
        connections = new ConnectionTable(compiled.Program, all, gids.Length, c => instanceOf[c.Target]);
    }

    public string Name => compiled.Program.Name;

    public MechanismProgram Program => compiled.Program;

    public ConnectionTable Connections => connections;

    public int InstanceOf(long gid) => instanceOf.GetValueOrDefault(gid, -1);

    public long GidOf(int instance) => gids[instance];

    public SlotArray? Column(string name) => arrays.Column(name);

    /// <summary>INITIAL of all cells and of their connections.</summary>
    public unsafe void Initialize()
    {
        if (compiled.Receive is null) return;
        for (int c = 0; c < connections.Count; c++) Run(compiled.StartConnection!, connections.InstanceOf(c), c, 0, 0);
        for (int k = 0; k < gids.Length; k++) Run(compiled.Start!, k, -1, 0, 0);
    }

    public unsafe void Deliver(in SynapticEvent e)
    {
        if (compiled.Receive is null) return;
        cause = e;
        Run(compiled.Receive, InstanceOf(e), e.IsOwn ? -1 : e.Synapse, e.Time, e.Flag);
    }

    /// <summary>The cell on which an event acts.</summary>
    public int InstanceOf(in SynapticEvent e) => e.IsOwn ? e.Synapse : connections.InstanceOf(e.Synapse);

    /// <param name="set">The artificial cells of all ranks.</param>
    /// <param name="first">Gid of the first of them.</param>
    public void Save(ICheckpoint checkpoint, string key, EntitySet set, long first)
    {
        var states = arrays.States.ToArray();
        var rows = new List<double>();
        for (int k = 0; k < gids.Length; k++) rows.AddRange([gids[k], sent[k], .. states.Select(s => s.Values[k])]);
        checkpoint.PutRows($"{key}/cells", set, Array.ConvertAll(gids, g => g - first), 2 + states.Length, [.. rows]);
        var owners = new List<long>();
        rows = [];
        for (int c = 0; c < connections.Count; c++)
        {
            owners.Add(gids[connections.InstanceOf(c)] - first);
            rows.AddRange([connections[c].Id, .. connections.Arguments(c)]);
        }
        checkpoint.PutRows($"{key}/connections", set, [.. owners], 1 + Program.Arguments, [.. rows]);
        (owners, rows) = ([], []);
        foreach (var (k, list) in watched)
            foreach (var (condition, above) in list)
            {
                owners.Add(gids[k] - first);
                rows.AddRange([gids[k], condition, above ? 1 : 0, known[k]]);
            }
        checkpoint.PutRows($"{key}/watches", set, [.. owners], 4, [.. rows]);
    }

    public void Restore(ICheckpoint checkpoint, string key, EntitySet set)
    {
        var states = arrays.States.ToArray();
        int width = 2 + states.Length;
        var (owners, rows) = checkpoint.GetRows($"{key}/cells", set, width);
        for (int r = 0; r < owners.Length; r++)
        {
            int k = InstanceOf((long)rows[r * width]);
            sent[k] = (long)rows[r * width + 1];
            for (int s = 0; s < states.Length; s++) states[s].Values[k] = rows[r * width + 2 + s];
        }
        width = 1 + Program.Arguments;
        (owners, rows) = checkpoint.GetRows($"{key}/connections", set, width);
        for (int r = 0; r < owners.Length; r++) rows.AsSpan(r * width + 1, Program.Arguments).CopyTo(connections.Arguments(connections.IndexOf((long)rows[r * width])));
        watched.Clear();
        (owners, rows) = checkpoint.GetRows($"{key}/watches", set, 4);
        for (int r = 0; r < owners.Length; r++)
        {
            int k = InstanceOf((long)rows[4 * r]);
            WatchesOf(k).Add(((int)rows[4 * r + 1], rows[4 * r + 2] != 0));
            known[k] = rows[4 * r + 3];
        }
    }

    void IEventHost.Send(int instance, double time, double flag) => Queue(instance, time, flag);

    void IEventHost.Move(int instance, double time)
    {
        queue.RemoveOwn(index, instance, out double flag);
        Queue(instance, time, flag);
    }

    void IEventHost.Fire(int instance, double time) => fire(new Spike(gids[instance], time), cause);

    int IEventHost.ConnectionsOf(int instance) => connections.Of(instance).Length;

    unsafe double* IEventHost.ArgumentsOf(int instance, int connection) => connections.ArgumentsAt(connections.Of(instance)[connection], instance);

    private void Queue(int instance, double time, double flag) => queue.Add(new SynapticEvent(Math.Max(time, now), ~gids[instance], sent[instance]++, instance, index, flag));

    private unsafe void Run(EventMethod method, int instance, int connection, double time, double flag)
    {
        now = time;
        arrays.Run(method, this, instance, 0, connections.ArgumentsAt(connection, instance), time, flag);
    }
}
