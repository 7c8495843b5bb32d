using Multiscale.Modeling;

namespace Multiscale.Neurons;

/// <summary>Events: by connections, by net_send, by WATCH.</summary>
internal sealed partial class PointMechanism : IEventHost
{
    private readonly int index;
    private readonly CellGroup[] groups;
    private readonly int[] groupOfInstance;
    private readonly double[] progress; // of instances that events reach within the present step [ms]
    private readonly bool[] touchedBefore;
    private readonly long[] sent; // own events of each instance
    private readonly GroupEvents[] events; // by group: groups may be on different threads

    /// <summary>What events do to the instances of one group.</summary>
    private sealed class GroupEvents
    {
        /// <summary>Instances that events have reached within the present step.</summary>
        public List<int> Touched { get; } = [];

        /// <summary>Conditions by instance.</summary>
        public Dictionary<int, List<(int Condition, bool Above)>> Watched { get; } = [];

        public double Now { get; set; }

        public double[] Kept { get; set; } = [];

        public Alone? Alone { get; set; }
    }

    /// <summary>An instance that moves by itself: the first lane of one block of each column.</summary>
    private sealed class Alone
    {
        public Alone(int columns)
        {
            Values = new SlotArray(Width * columns, 0);
            Pointers = MechanismArrays.Pinned(Enumerable.Range(0, columns).Select(c => Address(Values) + c * Width * sizeof(double)));
        }

        public SlotArray Values { get; }

        public nint[] Pointers { get; }

        public int[] Table { get; } = GC.AllocateArray<int>(Width, pinned: true);
    }

    public ConnectionTable Connections => connections;

    public int GroupOf(in SynapticEvent e) => groupOfInstance[e.IsOwn ? e.Synapse : connections.InstanceOf(e.Synapse)];

    /// <summary>Compartment where events of a connection release transmitter that matters to astrocytes; -1 where they do not.</summary>
    public int ExcitedCompartment(int connection) => Excitatory[connections.InstanceOf(connection)] ? compartments[connections.InstanceOf(connection)] : -1;

    private void StartEvents()
    {
        if (compiled.Receive is null) return;
        foreach (var e in events) e.Now = 0;
        for (int c = 0; c < connections.Count; c++) Run(compiled.StartConnection!, connections.InstanceOf(c), c, 0, 0);
        if (!Program.StartsWithEvents) return;
        for (int k = 0; k < Count; k++) if (IsReal(k)) Run(compiled.Start!, k, -1, 0, 0);
    }

    /// <summary>An event acts on its instance as it is now.</summary>
    public void Deliver(in SynapticEvent e)
    {
        int connection = e.IsOwn ? -1 : e.Synapse, k = e.IsOwn ? e.Synapse : connections.InstanceOf(connection);
        EventsOf(k).Now = e.Time;
        if (compiled.Receive is not null) Run(compiled.Receive, k, connection, e.Time, e.Flag);
    }

    /// <summary>An event within a step that runs from <paramref name="from"/> to <paramref name="to"/>: the instance is first brought to its time.</summary>
    public void Deliver(in SynapticEvent e, double from, double to)
    {
        int k = e.IsOwn ? e.Synapse : connections.InstanceOf(e.Synapse);
        if (!touchedBefore[k])
        {
            touchedBefore[k] = true;
            progress[k] = from;
            EventsOf(k).Touched.Add(k);
            ClearOutputs(k);
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
        var alone = events[group].Touched;
        if (alone.Count > 1) alone.Sort();
        var columns = arrays.Columns;
        int size = columns.Length;
        if (events[group].Kept.Length < alone.Count * size) events[group].Kept = new double[2 * alone.Count * size];
        double[] kept = events[group].Kept;
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
        if (events[group].Watched.Count == 0) return;
        foreach (var (k, list) in events[group].Watched)
        {
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
        var list = WatchesOf(instance);
        list.Clear();
        foreach (int condition in conditions) list.Add((condition, WatchValue(instance, condition, EventsOf(instance).Now, out _) > 0));
    }

    int IEventHost.ConnectionsOf(int instance) => connections.Of(instance).Length;

    unsafe double* IEventHost.ArgumentsOf(int instance, int connection) => connections.ArgumentsAt(connections.Of(instance)[connection], instance);

    private void Queue(int instance, double time, double flag) =>
        groups[groupOfInstance[instance]].Queue.Add(new SynapticEvent(Math.Max(time, EventsOf(instance).Now), ~ids[instance], sent[instance]++, instance, index, flag));

    private void ClearOutputs(int instance)
    {
        for (int c = 0; c < Program.Columns.Count; c++) if (Program.Columns[c].Role == ColumnRole.Output) arrays.Columns[c][instance] = 0;
    }

    /// <summary>Brings one instance to a time within the step, adding what it does on the way to its mean currents over the step of h.</summary>
    private void MoveAlone(int k, double time, double h)
    {
        double length = time - progress[k];
        if (!(length > 0)) return;
        var columns = arrays.Columns;
        var alone = EventsOf(k).Alone ??= new Alone(columns.Length);
        for (int c = 0; c < columns.Length; c++) alone.Values.Values.Slice(c * Width, Width).Fill(columns[c][k]);
        Array.Fill(alone.Table, table[k]);
        Call(compiled.Advance, progress[k] + 0.5 * length, 0.5 * length);
        Call(compiled.Currents, progress[k] + 0.5 * length, length);
        Call(compiled.Advance, time, 0.5 * length);
        for (int c = 0; c < columns.Length; c++)
            if (Program.Columns[c].Role == ColumnRole.Output) columns[c][k] += alone.Values[c * Width] * length / h;
            else columns[c][k] = alone.Values[c * Width];
        progress[k] = time;

        void Call(KernelMethod? kernel, double at, double step)
        {
            if (kernel is not null) arrays.CallAlone(kernel, alone.Pointers, alone.Table, at, step);
        }
    }

    private GroupEvents EventsOf(int instance) => events[groupOfInstance[instance]];

    private List<(int Condition, bool Above)> WatchesOf(int instance) =>
        EventsOf(instance).Watched.TryGetValue(instance, out var list) ? list : EventsOf(instance).Watched[instance] = [];

    private unsafe void Run(EventMethod method, int instance, int connection, double time, double flag) =>
        arrays.Run(method, this, instance, table[instance], connections.ArgumentsAt(connection, instance), time, flag);

    private double WatchValue(int instance, int condition, double time, out double flag) =>
        arrays.WatchValue(compiled.Watch!, instance, table[instance], condition, time, out flag);

    private static unsafe nint Address(SlotArray array) => (nint)array.Pointer;
}
