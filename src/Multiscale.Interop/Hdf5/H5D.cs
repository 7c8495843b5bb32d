using System.Runtime.InteropServices;

namespace Multiscale.Interop;

/// <summary>Datasets.</summary>
internal static unsafe partial class H5D
{
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Dcreate2", StringMarshalling = StringMarshalling.Utf8)] internal static partial long create(long at, string name, long type, long space, long lcpl, long dcpl, long dapl);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Dget_space")] internal static partial long get_space(long dataset);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Dget_type")] internal static partial long get_type(long dataset);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Dset_extent")] internal static partial int set_extent(long dataset, ReadOnlySpan<ulong> dims);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Dread")] internal static partial int read(long dataset, long memtype, long memspace, long filespace, long plist, void* buffer);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Dwrite")] internal static partial int write(long dataset, long memtype, long memspace, long filespace, long plist, void* buffer);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Dvlen_reclaim")] internal static partial int vlen_reclaim(long type, long space, long plist, void* buffer);
}

/// <summary>Data spaces.</summary>
internal static unsafe partial class H5S
{
    internal const long ALL = 0;
    internal const ulong UNLIMITED = ulong.MaxValue;
    internal const int SCALAR = 0, SELECT_SET = 0;

    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Screate")] internal static partial long create(int cls);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Screate_simple")] internal static partial long create_simple(int rank, ReadOnlySpan<ulong> dims, ReadOnlySpan<ulong> maximum);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Sget_simple_extent_ndims")] internal static partial int get_simple_extent_ndims(long space);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Sget_simple_extent_dims")] internal static partial int get_simple_extent_dims(long space, Span<ulong> dims, Span<ulong> maximum);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Sselect_hyperslab")] internal static partial int select_hyperslab(long space, int operation, ReadOnlySpan<ulong> start, ReadOnlySpan<ulong> stride, ReadOnlySpan<ulong> count, ReadOnlySpan<ulong> block);
}

/// <summary>Attributes.</summary>
internal static unsafe partial class H5A
{
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Aexists", StringMarshalling = StringMarshalling.Utf8)] internal static partial int exists(long at, string name);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Aopen", StringMarshalling = StringMarshalling.Utf8)] internal static partial long open(long at, string name, long aapl);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Acreate2", StringMarshalling = StringMarshalling.Utf8)] internal static partial long create(long at, string name, long type, long space, long acpl, long aapl);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Adelete", StringMarshalling = StringMarshalling.Utf8)] internal static partial int delete(long at, string name);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Aget_space")] internal static partial long get_space(long attribute);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Aget_type")] internal static partial long get_type(long attribute);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Aread")] internal static partial int read(long attribute, long memtype, void* buffer);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Awrite")] internal static partial int write(long attribute, long memtype, void* buffer);
}
