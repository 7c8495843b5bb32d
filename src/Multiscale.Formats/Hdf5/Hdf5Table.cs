using Multiscale.Interop;

namespace Multiscale.Formats;

/// <summary>
/// A growing dataset. Rows are kept in memory until a chunk is full and go to the file in one burst: between bursts the file on disk does not change,
/// which keeps it readable after a crash.
/// </summary>
public sealed class Hdf5Table<T> : IDisposable where T : unmanaged
{
    private readonly Hdf5Handle dataset;
    private readonly int width;
    private readonly T[] pending;
    private int used;

    internal Hdf5Table(Hdf5Handle dataset, long columns, int rowsPerChunk, long rows = 0)
    {
        this.dataset = dataset;
        Rows = rows;
        width = checked((int)Math.Max(1, columns));
        pending = new T[checked(rowsPerChunk * width)];
    }

    /// <summary>Rows appended so far, written or not.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows that wait in memory.</summary>
    public int PendingRows => used / width;

    /// <summary>Appends whole rows; true when a chunk went to the file, which is then worth a flush.</summary>
    public bool Append(ReadOnlySpan<T> rows)
    {
        if (rows.Length % width != 0) throw new ArgumentException($"{rows.Length} values are no whole number of rows of {width}", nameof(rows));
        Rows += rows.Length / width;
        bool wrote = false;
        while (!rows.IsEmpty)
        {
            int n = Math.Min(rows.Length, pending.Length - used);
            rows[..n].CopyTo(pending.AsSpan(used));
            used += n;
            rows = rows[n..];
            if (used < pending.Length) break;
            Write();
            wrote = true;
        }
        return wrote;
    }

    /// <summary>Brings the waiting rows to the file.</summary>
    public void Write()
    {
        Hdf5Library.Append<T>(dataset, pending.AsSpan(0, used));
        used = 0;
    }

    public void Dispose()
    {
        if (dataset.IsClosed) return;
        Write();
        dataset.Dispose();
    }
}
