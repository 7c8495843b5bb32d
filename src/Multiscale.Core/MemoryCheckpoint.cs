namespace Multiscale.Core;

/// <summary>A checkpoint in this rank's memory: for the repeated window and for tests.</summary>
public sealed class MemoryCheckpoint : ICheckpoint
{
    private readonly Dictionary<string, double[]> values = [];
    private readonly Dictionary<string, (long[] Ids, double[] Rows)> rows = [];

    public void Put(string name, EntitySet set, ReadOnlySpan<double> values) => this.values[name] = values.ToArray();

    public void Get(string name, EntitySet set, Span<double> values) => this.values[name].CopyTo(values);

    public void PutGlobal(string name, ReadOnlySpan<double> values) => this.values[name] = values.ToArray();

    public double[] GetGlobal(string name) => (double[])values[name].Clone();

    public void PutRows(string name, EntitySet set, ReadOnlySpan<long> ids, int width, ReadOnlySpan<double> rows) =>
        this.rows[name] = (ids.ToArray(), rows.ToArray());

    public (long[] Ids, double[] Rows) GetRows(string name, EntitySet set, int width) =>
        ((long[])rows[name].Ids.Clone(), (double[])rows[name].Rows.Clone());

    /// <summary>Everything stored, in order of names: to compare two states.</summary>
    public IEnumerable<(string Name, double[] Values)> Contents() =>
        values.Select(v => (v.Key, v.Value)).Concat(rows.Select(r => (r.Key, r.Value.Rows))).OrderBy(v => v.Key, StringComparer.Ordinal);
}
