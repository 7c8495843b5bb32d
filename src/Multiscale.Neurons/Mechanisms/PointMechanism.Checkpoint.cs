using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>State keyed by the ids of processes and connections, held with their cells.</summary>
internal sealed partial class PointMechanism
{
    public void Save(ICheckpoint checkpoint, string key, EntitySet cells, Func<int, long> gidOf)
    {
        var states = States.ToArray();
        int width = 2 + states.Length;
        var (owners, rows) = (new List<long>(), new List<double>());
        for (int k = 0; k < Count; k++)
        {
            if (!IsReal(k)) continue;
            owners.Add(gidOf(compartments[k]));
            rows.AddRange([ids[k], sent[k], .. states.Select(s => s.Values[k])]);
        }
        checkpoint.PutRows($"{key}/processes", cells, [.. owners], width, [.. rows]);
        (owners, rows) = ([], []);
        for (int c = 0; c < connections.Count; c++)
        {
            owners.Add(gidOf(compartments[connections.InstanceOf(c)]));
            rows.AddRange([connections[c].Id, .. connections.Arguments(c)]);
        }
        checkpoint.PutRows($"{key}/connections", cells, [.. owners], 1 + Program.Arguments, [.. rows]);
        (owners, rows) = ([], []);
        foreach (var (k, list) in events.SelectMany(e => e.Watched).OrderBy(w => w.Key))
            foreach (var (condition, above) in list)
            {
                owners.Add(gidOf(compartments[k]));
                rows.AddRange([ids[k], condition, above ? 1 : 0]);
            }
        checkpoint.PutRows($"{key}/watches", cells, [.. owners], 3, [.. rows]);
    }

    public void Restore(ICheckpoint checkpoint, string key, EntitySet cells)
    {
        var states = States.ToArray();
        int width = 2 + states.Length;
        var (owners, rows) = checkpoint.GetRows($"{key}/processes", cells, width);
        for (int r = 0; r < owners.Length; r++)
        {
            int k = InstanceOf((long)rows[r * width]);
            sent[k] = (long)rows[r * width + 1];
            for (int s = 0; s < states.Length; s++) states[s].Values[k] = rows[r * width + 2 + s];
        }
        (owners, rows) = checkpoint.GetRows($"{key}/connections", cells, 1 + Program.Arguments);
        for (int r = 0; r < owners.Length; r++)
            rows.AsSpan(r * (1 + Program.Arguments) + 1, Program.Arguments).CopyTo(connections.Arguments(connections.IndexOf((long)rows[r * (1 + Program.Arguments)])));
        foreach (var e in events) e.Watched.Clear();
        (owners, rows) = checkpoint.GetRows($"{key}/watches", cells, 3);
        for (int r = 0; r < owners.Length; r++)
        {
            int k = InstanceOf((long)rows[3 * r]);
            WatchesOf(k).Add(((int)rows[3 * r + 1], rows[3 * r + 2] != 0));
        }
    }
}
