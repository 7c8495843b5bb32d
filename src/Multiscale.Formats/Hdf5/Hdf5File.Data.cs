using System.Runtime.CompilerServices;
using Multiscale.Core;
using Multiscale.Interop;

namespace Multiscale.Formats;

public sealed partial class Hdf5File
{
    // Below this many bytes a dataset lies in one piece: a chunk index costs more than compression saves.
    private const int SmallestCompressed = 1 << 16;

    // About the chunk size that HDF5's default chunk cache (1 MiB) still serves well.
    private const int ChunkBytes = 1 << 18;

    // Shuffled doubles gain little from higher levels, which take several times longer.
    private const uint DeflateLevel = 1;

    public bool Exists(string path) => path is "/" or "" || Hdf5Library.Exists(root, path);

    public bool IsGroup(string path)
    {
        if (path is "/" or "") return true;
        if (!Exists(path)) return false;
        using var at = Hdf5Library.Open(root, path);
        return Hdf5Library.KindOf(at) == Hdf5Kind.Group;
    }

    /// <summary>Names in a group, alphabetical.</summary>
    public string[] Children(string path)
    {
        if (path is "/" or "") return Hdf5Library.Children(root);
        using var at = Hdf5Library.Open(root, path);
        return Hdf5Library.Children(at);
    }

    public void CreateGroup(string path) => Hdf5Library.CreateGroup(root, path).Dispose();

    public void Delete(string path) => Hdf5Library.Delete(root, path);

    /// <summary>Dimensions of a dataset; empty for a scalar.</summary>
    public long[] Shape(string path)
    {
        using var at = Hdf5Library.Open(root, path);
        return Hdf5Library.Shape(at);
    }

    public bool HoldsStrings(string path)
    {
        using var at = Hdf5Library.Open(root, path);
        return Hdf5Library.HoldsStrings(at);
    }

    public bool HoldsIntegers(string path)
    {
        using var at = Hdf5Library.Open(root, path);
        return Hdf5Library.HoldsIntegers(at);
    }

    /// <summary>A whole dataset, row by row, converted to T as HDF5 does (out of range values are clipped).</summary>
    public T[] Read<T>(string path) where T : unmanaged
    {
        using var at = Hdf5Library.Open(root, path);
        return Hdf5Library.Read<T>(at);
    }

    /// <summary>Rows [first, first + count) of a dataset.</summary>
    public T[] ReadRows<T>(string path, long first, long count) where T : unmanaged
    {
        using var at = Hdf5Library.Open(root, path);
        return Hdf5Library.ReadRows<T>(at, first, count);
    }

    public string[] ReadStrings(string path)
    {
        using var at = Hdf5Library.Open(root, path);
        return Hdf5Library.ReadStrings(at);
    }

    /// <summary>Writes a new dataset of the given shape (one dimension when none is given); large ones are chunked, shuffled and deflated.</summary>
    public void Write<T>(string path, ReadOnlySpan<T> values, params ReadOnlySpan<long> shape) where T : unmanaged
    {
        Span<ulong> dims = stackalloc ulong[Math.Max(1, shape.Length)];
        long count = 1;
        for (int d = 0; d < dims.Length; d++)
        {
            long n = shape.IsEmpty ? values.Length : shape[d];
            dims[d] = (ulong)n;
            count *= n;
        }
        if (count != values.Length) throw new ArgumentException($"{path}: {values.Length} values do not fill the shape ({string.Join(", ", shape.ToArray())})", nameof(shape));
        bool compress = (long)values.Length * Unsafe.SizeOf<T>() >= SmallestCompressed;
        Span<ulong> chunk = stackalloc ulong[dims.Length];
        dims.CopyTo(chunk);
        chunk[0] = Math.Min(dims[0], ChunkRows<T>(dims));
        using var at = Hdf5Library.CreateDataset<T>(root, path, dims, compress ? chunk : default, compress ? DeflateLevel : 0);
        Hdf5Library.Write(at, values);
    }

    public void Write<T>(string path, T[] values, params ReadOnlySpan<long> shape) where T : unmanaged => Write<T>(path, values.AsSpan(), shape);

    /// <summary>Overwrites a dataset of the same size.</summary>
    public void Overwrite<T>(string path, ReadOnlySpan<T> values) where T : unmanaged
    {
        using var at = Hdf5Library.Open(root, path);
        long count = 1;
        foreach (long d in Hdf5Library.Shape(at)) count *= d;
        if (count != values.Length) throw new ArgumentException($"{path} holds {count} values, not {values.Length}", nameof(values));
        Hdf5Library.Write(at, values);
    }

    /// <summary>Writes UTF-8 strings: of variable length, or padded to <paramref name="fixedLength"/> bytes when that is above 0.</summary>
    public void WriteStrings(string path, IReadOnlyList<string> values, int fixedLength = 0) => Hdf5Library.WriteStrings(root, path, values, fixedLength);

    /// <summary>Creates a table that grows row by row: one-dimensional when <paramref name="columns"/> is 0, of shape (rows, columns) otherwise.</summary>
    public Hdf5Table<T> CreateTable<T>(string path, long columns = 0) where T : unmanaged
    {
        ReadOnlySpan<ulong> dims = columns == 0 ? [0] : [0, (ulong)columns];
        ReadOnlySpan<ulong> chunk = columns == 0 ? [ChunkRows<T>(dims)] : [ChunkRows<T>(dims), (ulong)columns];
        return new Hdf5Table<T>(Hdf5Library.CreateDataset<T>(root, path, dims, chunk, DeflateLevel, extendable: true), columns, (int)chunk[0]);
    }

    /// <summary>Opens a table to append to it, without what comes after its first <paramref name="rows"/> rows.</summary>
    /// <exception cref="InputException">It has fewer rows.</exception>
    public Hdf5Table<T> OpenTable<T>(string path, long rows) where T : unmanaged
    {
        long[] shape = Shape(path);
        if (shape[0] < rows) throw new InputException("MS0744", $"{path} has {shape[0]} rows, {rows} were expected", "the file is of another run, or was damaged", new SourceLocation(Path));
        var dataset = Hdf5Library.Open(root, path);
        Hdf5Library.Truncate(dataset, rows);
        ReadOnlySpan<ulong> dims = [0, .. shape[1..].Select(d => (ulong)d)];
        return new Hdf5Table<T>(dataset, shape.Length == 1 ? 0 : shape[1], (int)ChunkRows<T>(dims), rows);
    }

    private static ulong ChunkRows<T>(ReadOnlySpan<ulong> dims)
    {
        ulong width = (ulong)Unsafe.SizeOf<T>();
        foreach (ulong d in dims[1..]) width *= Math.Max(1, d);
        return Math.Max(1, ChunkBytes / width);
    }
}
