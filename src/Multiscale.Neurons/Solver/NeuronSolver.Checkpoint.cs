using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>State keyed by global ids, so that a run continues to the bit on any number of ranks.</summary>
public sealed partial class NeuronSolver
{
    public void Save(ICheckpoint checkpoint)
    {
        checkpoint.PutGlobal(Key("time"), [Time.Picoseconds, lastStep, spanStart.Picoseconds]);
        foreach (var port in ports.All) checkpoint.Put(Key(port.Name), layout.Segments, port.Values);
        foreach (var (name, values) in SegmentStates()) checkpoint.Put(Key(name), layout.Segments, values.AsSpan(0, layout.Count));
        checkpoint.Put(Key("threshold-before"), layout.Cells, detector.Before);
        checkpoint.Put(Key("threshold-last"), layout.Cells, detector.Last);
        SaveNodes(checkpoint);
        SaveSynapses(checkpoint);
        SaveEvents(checkpoint);
    }

    public void Restore(ICheckpoint checkpoint)
    {
        var time = checkpoint.GetGlobal(Key("time"));
        (Time, lastStep, spanStart) = (new SimTime((long)time[0]), time[1], new SimTime((long)time[2]));
        foreach (var port in ports.All) checkpoint.Get(Key(port.Name), layout.Segments, port.Values);
        foreach (var (name, values) in SegmentStates()) checkpoint.Get(Key(name), layout.Segments, values.AsSpan(0, layout.Count));
        checkpoint.Get(Key("threshold-before"), layout.Cells, detector.Before);
        checkpoint.Get(Key("threshold-last"), layout.Cells, detector.Last);
        RestoreNodes(checkpoint);
        RestoreSynapses(checkpoint);
        RestoreEvents(checkpoint);
        CopyVoltages();
        sampled = false;
        spikes.RemoveAll(s => s.Time > Time.Milliseconds);
    }

    private string Key(string name) => $"{Name}/{name}";

    private IEnumerable<(string Name, double[] Values)> SegmentStates()
    {
        yield return ("nai", ions.Nai);
        yield return ("ki", ions.Ki);
        yield return ("cai", ions.Cai);
        yield return ("na-released", ions.SodiumBefore);
        yield return ("k-released", ions.PotassiumBefore);
        yield return ("atp-used", ions.AtpBefore);
        yield return ("na-rate", ions.SodiumRate);
        yield return ("k-rate", ions.PotassiumRate);
        yield return ("ca-current", ions.CalciumCurrent);
        yield return ("atp-seen", membrane.Atp);
        yield return ("na-leak", rest.SodiumLeak);
        yield return ("k-leak", rest.PotassiumLeak);
        yield return ("pump", rest.Pump);
        yield return ("ca-extrusion", rest.CalciumExtrusion);
        yield return ("transmitter", transmitter.Trace);
        foreach (var m in mechanisms) foreach (var s in m.States) yield return ($"{s.Name}_{m.Name}", s.Values);
    }

    private void SaveNodes(ICheckpoint checkpoint)
    {
        var ids = new long[cable.NodeCount];
        var rows = new double[2 * cable.NodeCount];
        for (int cell = 0; cell < layout.Descriptions.Length; cell++)
            for (int i = cable.FirstNodeOf(cell); i < cable.FirstNodeOf(cell + 1); i++)
            {
                ids[i] = layout.Cells.OwnedIds[cell];
                (rows[2 * i], rows[2 * i + 1]) = (i - cable.FirstNodeOf(cell), cable.Voltage[i]);
            }
        checkpoint.PutRows(Key("nodes"), layout.Cells, ids, 2, rows);
    }

    private void RestoreNodes(ICheckpoint checkpoint)
    {
        var (ids, rows) = checkpoint.GetRows(Key("nodes"), layout.Cells, 2);
        for (int i = 0; i < ids.Length; i++) cable.Voltage[cable.FirstNodeOf(layout.LocalOf(ids[i])) + (int)rows[2 * i]] = rows[2 * i + 1];
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
        var pending = queue.Pending;
        var ids = new long[pending.Length];
        var rows = new double[3 * pending.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = TargetOf(pending[i].Synapse);
            (rows[3 * i], rows[3 * i + 1], rows[3 * i + 2]) = (pending[i].Time, pending[i].Source, pending[i].Connection);
        }
        checkpoint.PutRows(Key("events"), layout.Cells, ids, 3, rows);
    }

    private void RestoreEvents(ICheckpoint checkpoint)
    {
        queue.Clear();
        var (ids, rows) = checkpoint.GetRows(Key("events"), layout.Cells, 3);
        for (int i = 0; i < ids.Length; i++)
            queue.Add(new SynapticEvent(rows[3 * i], (long)rows[3 * i + 1], (long)rows[3 * i + 2], LocalSynapse((long)rows[3 * i + 2])));
    }

    private long TargetOf(int synapse) => layout.Cells.OwnedIds[layout.CellOf[synapses.CompartmentOf(synapse)]];

    private int LocalSynapse(long id)
    {
        int at = synapses.Ids.BinarySearch(id);
        return at >= 0 ? at : throw new InputException("MS0224", $"the checkpoint holds synapse {id}, which this network does not have", "restart with the network that the checkpoint was made with");
    }
}
