namespace Multiscale.Core;

/// <summary>A keyed store of solver state. Names are unique across a run (prefix them with the solver's name).</summary>
public interface ICheckpoint
{
    /// <summary>Stores <paramref name="values"/> of shape (set.Count, width), row by row.</summary>
    void Put(string name, EntitySet set, ReadOnlySpan<double> values);

    void Get(string name, EntitySet set, Span<double> values);

    /// <summary>Stores values that are equal on every rank.</summary>
    void PutGlobal(string name, ReadOnlySpan<double> values);

    double[] GetGlobal(string name);

    /// <summary>Stores any number of rows of <paramref name="width"/> values, each belonging to the entity with that global id (pending events, for instance).</summary>
    void PutRows(string name, EntitySet set, ReadOnlySpan<long> ids, int width, ReadOnlySpan<double> rows);

    /// <summary>The rows whose ids this rank owns in <paramref name="set"/>, those of one entity in the order stored.</summary>
    (long[] Ids, double[] Rows) GetRows(string name, EntitySet set, int width);
}
