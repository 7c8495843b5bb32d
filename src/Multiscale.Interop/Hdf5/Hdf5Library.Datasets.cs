using Multiscale.Core;

namespace Multiscale.Interop;

public static unsafe partial class Hdf5Library
{
    /// <summary>Creates a dataset and the groups above it. With <paramref name="chunk"/> it is chunked and shuffled, deflated where <paramref name="deflate"/> > 0; with <paramref name="extendable"/> its first dimension grows.</summary>
    public static Hdf5Handle CreateDataset<T>(Hdf5Handle at, string path, ReadOnlySpan<ulong> shape, ReadOnlySpan<ulong> chunk = default, uint deflate = 0, bool extendable = false) where T : unmanaged =>
        Create(at, path, TypeOf<T>, shape, chunk, deflate, extendable);

    private static Hdf5Handle Create(Hdf5Handle at, string path, Func<long> type, ReadOnlySpan<ulong> shape, ReadOnlySpan<ulong> chunk, uint deflate, bool extendable)
    {
        lock (Gate)
        {
            Span<ulong> maximum = stackalloc ulong[shape.Length];
            shape.CopyTo(maximum);
            if (extendable) maximum[0] = H5S.UNLIMITED;
            using var space = new Hdf5Temporary(Check(H5S.create_simple(shape.Length, shape, maximum), Access.Write, "creating", at, path));
            using var links = WithParents();
            using var layout = new Hdf5Temporary(H5P.create(H5P.DATASET_CREATE));
            // The same content makes the same bytes: no time stamps.
            Check(H5P.set_obj_track_times(layout.Id, 0), Access.Write, "creating", at, path);
            if (!chunk.IsEmpty)
            {
                Check(H5P.set_chunk(layout.Id, chunk.Length, chunk), Access.Write, "chunking", at, path);
                if (deflate > 0)
                {
                    Check(H5P.set_shuffle(layout.Id), Access.Write, "chunking", at, path);
                    Check(H5P.set_deflate(layout.Id, deflate), Access.Write, "chunking", at, path);
                }
            }
            long id = Check(H5D.create(at.Id, path, type(), space.Id, links.Id, layout.Id, H5P.DEFAULT), Access.Write, "creating", at, path);
            return new(id, at.File, at.Child(path));
        }
    }

    /// <summary>Dimensions; empty for a scalar.</summary>
    public static long[] Shape(Hdf5Handle dataset)
    {
        lock (Gate)
        {
            using var space = new Hdf5Temporary(Check(H5D.get_space(dataset.Id), Access.Read, "reading", dataset));
            return ShapeOf(space.Id);
        }
    }

    private static long[] ShapeOf(long space)
    {
        var dims = new ulong[Math.Max(0, H5S.get_simple_extent_ndims(space))];
        if (dims.Length > 0) _ = H5S.get_simple_extent_dims(space, dims, new ulong[dims.Length]);
        return Array.ConvertAll(dims, d => checked((long)d));
    }

    /// <summary>Reads the whole dataset, converted to T, row by row.</summary>
    public static T[] Read<T>(Hdf5Handle dataset) where T : unmanaged
    {
        lock (Gate)
        {
            RequireNumbers(dataset);
            var values = new T[checked((int)Shape(dataset).Aggregate(1L, (n, d) => n * d))];
            fixed (T* v = values)
                if (values.Length > 0) Check(H5D.read(dataset.Id, TypeOf<T>(), H5S.ALL, H5S.ALL, H5P.DEFAULT, v), Access.Read, "reading", dataset);
            return values;
        }
    }

    /// <summary>Reads rows (first dimension) [first, first + count).</summary>
    public static T[] ReadRows<T>(Hdf5Handle dataset, long first, long count) where T : unmanaged
    {
        lock (Gate)
        {
            RequireNumbers(dataset);
            var shape = Shape(dataset);
            if (shape.Length == 0 || first < 0 || count < 0 || first + count > shape[0])
                throw new InputException("MS0704", $"rows {first} to {first + count} of {dataset.Path} were asked for, which has the shape ({string.Join(", ", shape)})", "", new SourceLocation(dataset.File));
            shape[0] = count;
            var values = new T[checked((int)shape.Aggregate(1L, (n, d) => n * d))];
            if (values.Length == 0) return values;
            fixed (T* v = values) Transfer(dataset, first, shape, TypeOf<T>(), v, Access.Read);
            return values;
        }
    }

    /// <summary>Writes the whole dataset.</summary>
    public static void Write<T>(Hdf5Handle dataset, ReadOnlySpan<T> values) where T : unmanaged
    {
        lock (Gate)
            fixed (T* v = values)
                if (values.Length > 0) Check(H5D.write(dataset.Id, TypeOf<T>(), H5S.ALL, H5S.ALL, H5P.DEFAULT, v), Access.Write, "writing", dataset);
    }

    /// <summary>Grows the first dimension by the rows in <paramref name="values"/> and writes them there.</summary>
    public static void Append<T>(Hdf5Handle dataset, ReadOnlySpan<T> values) where T : unmanaged
    {
        if (values.IsEmpty) return;
        lock (Gate)
        {
            var shape = Shape(dataset);
            long first = shape[0], width = 1;
            for (int d = 1; d < shape.Length; d++) width *= shape[d];
            if (values.Length % width != 0) throw new ArgumentException($"{values.Length} values are no whole number of rows of {width}", nameof(values));
            shape[0] = first + values.Length / width;
            Span<ulong> dims = stackalloc ulong[shape.Length];
            for (int d = 0; d < dims.Length; d++) dims[d] = (ulong)shape[d];
            Check(H5D.set_extent(dataset.Id, dims), Access.Write, "extending", dataset);
            shape[0] -= first;
            fixed (T* v = values) Transfer(dataset, first, shape, TypeOf<T>(), v, Access.Write);
        }
    }

    /// <summary>Leaves the first rows of a dataset that can grow.</summary>
    public static void Truncate(Hdf5Handle dataset, long rows)
    {
        lock (Gate)
        {
            Span<ulong> dims = Array.ConvertAll(Shape(dataset), d => (ulong)d);
            dims[0] = (ulong)rows;
            Check(H5D.set_extent(dataset.Id, dims), Access.Write, "truncating", dataset);
        }
    }

    private static void Transfer(Hdf5Handle dataset, long first, long[] shape, long type, void* values, Access access)
    {
        Span<ulong> start = stackalloc ulong[shape.Length], count = stackalloc ulong[shape.Length], one = stackalloc ulong[shape.Length];
        start.Clear();
        start[0] = (ulong)first;
        one.Fill(1);
        for (int d = 0; d < count.Length; d++) count[d] = (ulong)shape[d];
        using var rows = new Hdf5Temporary(Check(H5D.get_space(dataset.Id), access, "selecting rows in", dataset));
        Check(H5S.select_hyperslab(rows.Id, H5S.SELECT_SET, start, one, count, one), access, "selecting rows in", dataset);
        using var memory = new Hdf5Temporary(Check(H5S.create_simple(shape.Length, count, count), access, "selecting rows in", dataset));
        Check(access == Access.Read
            ? H5D.read(dataset.Id, type, memory.Id, rows.Id, H5P.DEFAULT, values)
            : H5D.write(dataset.Id, type, memory.Id, rows.Id, H5P.DEFAULT, values), access, access == Access.Read ? "reading" : "writing", dataset);
    }

    private static void RequireNumbers(Hdf5Handle dataset)
    {
        if (KindOf(dataset) != Hdf5Kind.Dataset)
            throw new InputException("MS0705", $"{dataset.Path} is a group, not a dataset", "", new SourceLocation(dataset.File));
        using var type = new Hdf5Temporary(H5D.get_type(dataset.Id));
        if (H5T.get_class(type.Id) is not (H5T.INTEGER or H5T.FLOAT or H5T.ENUM))
            throw new InputException("MS0705", $"{dataset.Path} does not hold numbers", "", new SourceLocation(dataset.File));
    }

    /// <summary>Whether a dataset holds whole numbers (integers or an enumeration).</summary>
    public static bool HoldsIntegers(Hdf5Handle dataset) => ClassOf(dataset) is H5T.INTEGER or H5T.ENUM;

    public static bool HoldsStrings(Hdf5Handle dataset) => ClassOf(dataset) == H5T.STRING;

    private static int ClassOf(Hdf5Handle dataset)
    {
        lock (Gate)
        {
            using var type = new Hdf5Temporary(Check(H5D.get_type(dataset.Id), Access.Read, "reading the type of", dataset));
            return H5T.get_class(type.Id);
        }
    }
}
