using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>State keyed by global ids, so that a run continues to the bit on any number of ranks.</summary>
public sealed partial class NeuronSolver
{
    public void Save(ICheckpoint checkpoint)
    {
        checkpoint.PutTime(Key("time"), Time);
        checkpoint.PutTime(Key("span-start"), spanStart);
        checkpoint.PutGlobal(Key("steps"), [lastStep, exchange.Emitted]);
        foreach (var open in offered.Concat(taken)) checkpoint.Put(Key($"{open.Port.Direction}-{open.Name}"), open.Port.Set, open.Port.Values);
        foreach (var port in ports.All) checkpoint.Put(Key(port.Name), layout.Segments, port.Values);
        foreach (var (name, values) in SegmentStates()) checkpoint.Put(Key(name), layout.Segments, values);
        foreach (var (name, values) in ions.States) checkpoint.Put(Key(name), layout.Segments, Gathered(null, values));
        foreach (var (name, mechanism, values) in MechanismStates()) checkpoint.Put(Key(name), layout.Segments, Gathered(mechanism, values));
        checkpoint.Put(Key("threshold-before"), layout.Cells, detector.Before);
        checkpoint.Put(Key("threshold-last"), layout.Cells, detector.Last);
        SaveNodes(checkpoint);
        SaveSynapses(checkpoint);
        foreach (var p in points) p.Save(checkpoint, Key(p.Name), layout.Cells, GidOf);
        if (gaps.Any) gaps.Save(checkpoint, Key("gaps"));
        SaveEvents(checkpoint);
        artificial.Save(checkpoint, Key);
    }

    public void Restore(ICheckpoint checkpoint)
    {
        (Time, spanStart) = (checkpoint.GetTime(Key("time")), checkpoint.GetTime(Key("span-start")));
        var steps = checkpoint.GetGlobal(Key("steps"));
        (lastStep, exchange.Emitted) = (steps[0], (long)steps[1]);
        foreach (var open in offered.Concat(taken)) checkpoint.Get(Key($"{open.Port.Direction}-{open.Name}"), open.Port.Set, open.Port.Values);
        foreach (var port in ports.All) checkpoint.Get(Key(port.Name), layout.Segments, port.Values);
        foreach (var (name, values) in SegmentStates()) checkpoint.Get(Key(name), layout.Segments, values);
        foreach (var (name, values) in ions.States) Scatter(null, values, name, checkpoint);
        foreach (var (name, mechanism, values) in MechanismStates()) Scatter(mechanism, values, name, checkpoint);
        rest?.Impose();
        ShowAtp();
        ions.Resume();
        checkpoint.Get(Key("threshold-before"), layout.Cells, detector.Before);
        checkpoint.Get(Key("threshold-last"), layout.Cells, detector.Last);
        RestoreNodes(checkpoint);
        RestoreSynapses(checkpoint);
        foreach (var p in points) p.Restore(checkpoint, Key(p.Name), layout.Cells);
        if (gaps.Any) gaps.Restore(checkpoint, Key("gaps"));
        RestoreEvents(checkpoint);
        artificial.Restore(checkpoint, Key);
        (sampled, voltagesKnown) = (false, false);
        spikes.RemoveAll(s => s.Time > Time.Milliseconds);
    }

    private string Key(string name) => $"{Name}/{name}";

    private IEnumerable<(string Name, double[] Values)> SegmentStates()
    {
        yield return ("transmitter", transmitter.Trace);
        if (rest is null) yield break;
        yield return ("na-leak", rest.SodiumLeak);
        yield return ("k-leak", rest.PotassiumLeak);
        yield return ("pump", rest.Pump);
        yield return ("ca-extrusion", rest.CalciumExtrusion);
    }

    private IEnumerable<(string Name, DensityMechanism Mechanism, SlotArray Values)> MechanismStates() =>
        mechanisms.SelectMany(m => m.States.Select(s => ($"{s.Name}_{m.Name}", m, s.Values)));

    /// <param name="mechanism">Whose instances the values are of; null: they are of slots.</param>
    private double[] Gathered(DensityMechanism? mechanism, SlotArray values)
    {
        var array = new double[layout.Count];
        for (int c = 0; c < array.Length; c++)
            if (PlaceOf(mechanism, c) is >= 0 and var at) array[c] = values[at];
        return array;
    }

    private void Scatter(DensityMechanism? mechanism, SlotArray values, string name, ICheckpoint checkpoint)
    {
        var array = new double[layout.Count];
        checkpoint.Get(Key(name), layout.Segments, array);
        for (int c = 0; c < array.Length; c++)
            if (PlaceOf(mechanism, c) is >= 0 and var at) values[at] = array[c];
    }

    /// <summary>-1 where the mechanism is not.</summary>
    private int PlaceOf(DensityMechanism? mechanism, int compartment)
    {
        int slot = cable.Layout.SlotOf(compartment);
        return mechanism is null ? slot : mechanism.Has(slot) ? mechanism.InstanceAt(slot) : -1;
    }

    private void SaveNodes(ICheckpoint checkpoint)
    {
        var ids = new List<long>();
        var rows = new List<double>();
        for (int cell = 0; cell < layout.Descriptions.Length; cell++)
            for (int r = 0; r < cable.Layout.PackOf(cell).Topology.Rows; r++)
            {
                ids.Add(layout.Cells.OwnedIds[cell]);
                rows.Add(r);
                rows.Add(cable.Voltage[cable.Layout.SlotOfRow(cell, r)]);
            }
        checkpoint.PutRows(Key("nodes"), layout.Cells, [.. ids], 2, [.. rows]);
    }

    private void RestoreNodes(ICheckpoint checkpoint)
    {
        var (ids, rows) = checkpoint.GetRows(Key("nodes"), layout.Cells, 2);
        for (int i = 0; i < ids.Length; i++) cable.Voltage[cable.Layout.SlotOfRow(layout.LocalOf(ids[i]), (int)rows[2 * i])] = rows[2 * i + 1];
    }

    private void SaveSynapses(ICheckpoint checkpoint)
    {
        var ids = new long[synapses.Count];
        var rows = new double[3 * synapses.Count];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = TargetOf(i);
            rows[3 * i] = synapses.Ids[i];
            (rows[3 * i + 1], rows[3 * i + 2]) = synapses.StateOf(i);
        }
        checkpoint.PutRows(Key("synapses"), layout.Cells, ids, 3, rows);
    }

    private void RestoreSynapses(ICheckpoint checkpoint)
    {
        var (ids, rows) = checkpoint.GetRows(Key("synapses"), layout.Cells, 3);
        for (int i = 0; i < ids.Length; i++) synapses.SetState(LocalSynapse((long)rows[3 * i]), rows[3 * i + 1], rows[3 * i + 2]);
    }

    private void SaveEvents(ICheckpoint checkpoint)
    {
        var ids = new List<long>();
        var rows = new List<double>();
        foreach (var group in groups)
            foreach (ref readonly var e in group.Queue.Pending)
            {
                var point = e.Mechanism < 0 ? null : points[e.Mechanism];
                ids.Add(point is null ? TargetOf(e.Synapse) : GidOf(point.CompartmentOf(e.IsOwn ? e.Synapse : point.Connections.InstanceOf(e.Synapse))));
                rows.AddRange([e.Time, e.Source, e.Connection, e.Mechanism, e.Flag, e.Order]);
            }
        checkpoint.PutRows(Key("events"), layout.Cells, [.. ids], 6, [.. rows]);
    }

    private void RestoreEvents(ICheckpoint checkpoint)
    {
        foreach (var group in groups) group.Queue.Clear();
        var (ids, rows) = checkpoint.GetRows(Key("events"), layout.Cells, 6);
        for (int i = 0; i < ids.Length; i++)
        {
            var (source, connection, mechanism) = ((long)rows[6 * i + 1], (long)rows[6 * i + 2], (int)rows[6 * i + 3]);
            int target = mechanism < 0 ? LocalSynapse(connection) : source < 0 ? points[mechanism].InstanceOf(~source) : points[mechanism].Connections.IndexOf(connection);
            Send(new SynapticEvent(rows[6 * i], source, connection, target, mechanism, rows[6 * i + 4], (long)rows[6 * i + 5]));
        }
    }

    private long GidOf(int compartment) => layout.Cells.OwnedIds[layout.CellOf[compartment]];

    private long TargetOf(int synapse) => layout.Cells.OwnedIds[layout.CellOf[synapses.CompartmentOf(synapse)]];

    private int LocalSynapse(long id)
    {
        int at = synapses.IndexOf(id);
        return at >= 0 ? at : throw new InputException("MS0224", $"the checkpoint holds synapse {id}, which this network does not have", "restart with the network that the checkpoint was made with");
    }
}
