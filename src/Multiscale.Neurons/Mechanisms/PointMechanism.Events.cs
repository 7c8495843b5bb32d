using Multiscale.Modeling;

namespace Multiscale.Neurons;

/// <summary>Events: by connections, by net_send, by WATCH.</summary>
internal sealed unsafe partial class PointMechanism : IEventHost
{
    private readonly int index;
    private readonly CellGroup[] groups;
    private readonly int[] groupOfInstance;
    private readonly double[] progress; // of instances that events reach within the present step [ms]
    private readonly bool[] touchedBefore;
    private readonly long[] sent; // own events of each instance
    private readonly SlotArray[] scratch; // one block: an instance alone in its first lane
    private readonly nint[] scratchPointers;
    private readonly int[] scratchTable = GC.AllocateArray<int>(Width, pinned: true);
    private readonly Dictionary<int, List<(int Condition, bool Above)>> watched = [];

    private Connection[] connections = [];
    private double[] arguments = []; // of all connections, pinned
    private int[] instanceOfConnection = [];
    private int[][] connectionsOf = [];
    private double now;

    /// <summary>Instances that events have reached within the present step, by group.</summary>
    private List<int>[] touched = [];

    private double[] kept = [];

    public ReadOnlySpan<Connection> Connections => connections;

    public int InstanceOfConnection(int connection) => instanceOfConnection[connection];

    public int GroupOf(in SynapticEvent e) => groupOfInstance[e.IsOwn ? e.Synapse : instanceOfConnection[e.Synapse]];

    /// <summary>Compartment where events of a connection release transmitter that matters to astrocytes; -1 where they do not.</summary>
    public int ExcitedCompartment(int connection) => Excitatory[instanceOfConnection[connection]] ? compartments[instanceOfConnection[connection]] : -1;

    /// <summary>Weights and variables of a connection.</summary>
    public Span<double> ArgumentsOf(int connection) => arguments.AsSpan(connection * Program.Arguments, Program.Arguments);

    private void SetConnections(IEnumerable<Connection> all)
    {
        connections = [.. all.OrderBy(c => c.Id)];
        arguments = GC.AllocateArray<double>((connections.Length + 1) * Program.Arguments + 1, pinned: true);
        instanceOfConnection = Array.ConvertAll(connections, c => instanceOf[c.Process]);
        for (int c = 0; c < connections.Length; c++)
            connections[c].Weights.AsSpan(0, Math.Min(connections[c].Weights.Length, Program.Arguments)).CopyTo(ArgumentsOf(c));
        var byInstance = Enumerable.Range(0, connections.Length).ToLookup(c => instanceOfConnection[c]);
        connectionsOf = [.. Enumerable.Range(0, Count).Select(k => byInstance[k].ToArray())];
        touched = [.. groups.Select(_ => new List<int>())];
    }

    private void StartEvents()
    {
        if (compiled.Receive is null) return;
        now = 0;
        for (int c = 0; c < connections.Length; c++) Run(compiled.StartConnection!, instanceOfConnection[c], c, 0, 0);
        if (!Program.StartsWithEvents) return;
        for (int k = 0; k < Count; k++) if (IsReal(k)) Run(compiled.Start!, k, -1, 0, 0);
    }

    /// <summary>An event acts on its instance as it is now.</summary>
    public void Deliver(in SynapticEvent e)
    {
        now = e.Time;
        if (compiled.Receive is null) return;
        int connection = e.IsOwn ? -1 : e.Synapse;
        Run(compiled.Receive, e.IsOwn ? e.Synapse : instanceOfConnection[connection], connection, e.Time, e.Flag);
    }

    /// <summary>An event within a step that runs from <paramref name="from"/> to <paramref name="to"/>: the instance is first brought to its time.</summary>
    public void Deliver(in SynapticEvent e, double from, double to)
    {
        int k = e.IsOwn ? e.Synapse : instanceOfConnection[e.Synapse];
        if (!touchedBefore[k])
        {
            touchedBefore[k] = true;
            progress[k] = from;
            touched[groupOfInstance[k]].Add(k);
            foreach (var output in Outputs()) output[k] = 0;
        }
        MoveAlone(k, Math.Max(e.Time, progress[k]), to - from);
        Deliver(e);
    }

    /// <summary>Moves a group through a step of h and adds its mean currents; events have been delivered.</summary>
    public void Step(int group, double from, double to)
    {
        double h = to - from;
        int first = Width * firstBlock[group], end = Width * firstBlock[group + 1];
        if (first == end) return;
        var alone = touched[group];
        if (alone.Count > 1) alone.Sort();
        int size = columns.Length;
        if (kept.Length < alone.Count * size) kept = new double[2 * alone.Count * size];
        for (int a = 0; a < alone.Count; a++)
        {
            MoveAlone(alone[a], to, h);
            for (int c = 0; c < size; c++) kept[a * size + c] = columns[c][alone[a]];
        }
        Advance(group, from + 0.5 * h, 0.5 * h);
        if (compiled.Currents is { } kernel) Call(kernel, firstBlock[group], firstBlock[group + 1], from + 0.5 * h, h);
        for (int a = 0; a < alone.Count; a++)
            for (int c = 0; c < size; c++)
                if (Program.Columns[c].Role == ColumnRole.Output) columns[c][alone[a]] = kept[a * size + c];
        if (current is not null) Scatter(first, end);
        Advance(group, to, 0.5 * h);
        for (int a = 0; a < alone.Count; a++)
        {
            for (int c = 0; c < size; c++) columns[c][alone[a]] = kept[a * size + c];
            touchedBefore[alone[a]] = false;
        }
        alone.Clear();
    }

    /// <summary>Sends the events of watched conditions that have become true.</summary>
    public void CheckWatches(int group, double time)
    {
        if (watched.Count == 0) return;
        foreach (var (k, list) in watched)
        {
            if (groupOfInstance[k] != group) continue;
            for (int i = 0; i < list.Count; i++)
            {
                double difference = WatchValue(k, list[i].Condition, time, out double flag);
                bool above = difference > 0;
                if (above && !list[i].Above) Queue(k, time, flag);
                list[i] = (list[i].Condition, above);
            }
        }
    }

    void IEventHost.Send(int instance, double time, double flag) => Queue(instance, time, flag);

    void IEventHost.Move(int instance, double time)
    {
        var queue = groups[groupOfInstance[instance]].Queue;
        queue.RemoveOwn(index, instance, out double flag);
        Queue(instance, time, flag);
    }

    void IEventHost.Fire(int instance, double time) { } // nobody listens to a process in a membrane

    void IEventHost.Watch(int instance, ReadOnlySpan<int> conditions)
    {
        if (!watched.TryGetValue(instance, out var list)) watched[instance] = list = [];
        list.Clear();
        foreach (int condition in conditions) list.Add((condition, WatchValue(instance, condition, now, out _) > 0));
    }

    int IEventHost.ConnectionsOf(int instance) => connectionsOf[instance].Length;

    double* IEventHost.ArgumentsOf(int instance, int connection) => (double*)Address(arguments) + connectionsOf[instance][connection] * Program.Arguments;

    private void Queue(int instance, double time, double flag) =>
        groups[groupOfInstance[instance]].Queue.Add(new SynapticEvent(Math.Max(time, now), ~ids[instance], sent[instance]++, instance, index, flag));

    private int FirstConnectionOf(int instance) => connectionsOf[instance].Length > 0 ? connectionsOf[instance][0] : 0;

    private IEnumerable<SlotArray> Outputs()
    {
        for (int c = 0; c < columns.Length; c++) if (Program.Columns[c].Role == ColumnRole.Output) yield return columns[c];
    }

    /// <summary>Brings one instance to a time within the step, adding what it does on the way to its mean currents over the step of h.</summary>
    private void MoveAlone(int k, double time, double h)
    {
        double length = time - progress[k];
        if (!(length > 0)) return;
        for (int c = 0; c < columns.Length; c++) scratch[c].Values.Fill(columns[c][k]);
        Array.Fill(scratchTable, table[k]);
        CallAlone(compiled.Advance, progress[k] + 0.5 * length, 0.5 * length);
        CallAlone(compiled.Currents, progress[k] + 0.5 * length, length);
        CallAlone(compiled.Advance, time, 0.5 * length);
        for (int c = 0; c < columns.Length; c++)
            if (Program.Columns[c].Role == ColumnRole.Output) columns[c][k] += scratch[c][0] * length / h;
            else columns[c][k] = scratch[c][0];
        progress[k] = time;
    }

    private void CallAlone(KernelMethod? kernel, double time, double step)
    {
        if (kernel is null) return;
        double* own = stackalloc double[uniforms.Length];
        Uniforms(own, time, step);
        var frame = new KernelFrame { Columns = (double**)Address(scratchPointers), Places = (double**)Address(placePointers), Uniforms = own, Table = (int*)Address(scratchTable), First = 0, End = 1 };
        kernel(&frame);
    }

    private void Run(EventMethod method, int instance, int connection, double time, double flag)
    {
        double* own = stackalloc double[uniforms.Length];
        Uniforms(own, time, 0);
        var frame = Frame(own, instance);
        // An event of its own sees the first connection's arguments, as in NEURON; where there is none, spare entries.
        frame.Arguments = (double*)Address(arguments) + Math.Max(0, connection < 0 ? FirstConnectionOf(instance) : connection) * Program.Arguments;
        frame.Flag = flag;
        method(&frame, this);
        new Span<double>(own + 3, uniforms.Length - 3).CopyTo(uniforms.AsSpan(3));
    }

    private double WatchValue(int instance, int condition, double time, out double flag)
    {
        double* own = stackalloc double[uniforms.Length];
        Uniforms(own, time, 0);
        var frame = Frame(own, instance);
        return compiled.Watch!(&frame, condition, out flag);
    }

    private EventFrame Frame(double* own, int instance) =>
        new() { Columns = (double**)Address(columnPointers), Places = (double**)Address(placePointers), Uniforms = own, Instance = instance, Place = table[instance] };

    private static (SlotArray[], nint[]) Scratch(int count)
    {
        SlotArray[] arrays = [.. Enumerable.Range(0, count).Select(i => new SlotArray(Width, i))];
        return (arrays, Pinned(arrays.Select(a => (nint)a.Pointer)));
    }
}
