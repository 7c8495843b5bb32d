using System.Runtime.InteropServices;

namespace Multiscale.Interop;

/// <summary>Files.</summary>
internal static partial class H5F
{
    internal const uint ACC_RDONLY = 0, ACC_RDWR = 1, ACC_TRUNC = 2;
    internal const int SCOPE_LOCAL = 0;

    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Fopen", StringMarshalling = StringMarshalling.Utf8)] internal static partial long open(string filename, uint flags, long fapl);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Fcreate", StringMarshalling = StringMarshalling.Utf8)] internal static partial long create(string filename, uint flags, long fcpl, long fapl);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Fflush")] internal static partial int flush(long id, int scope);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Fclose")] internal static partial int close(long id);
}

/// <summary>Groups.</summary>
internal static partial class H5G
{
    [StructLayout(LayoutKind.Sequential)]
    internal struct info_t
    {
        internal int storage_type;
        internal ulong nlinks;
        internal long max_corder;
        internal byte mounted;
    }

    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Gget_info")] internal static partial int get_info(long group, out info_t info);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Gcreate2", StringMarshalling = StringMarshalling.Utf8)] internal static partial long create(long at, string name, long lcpl, long gcpl, long gapl);
}

/// <summary>Objects of any kind.</summary>
internal static partial class H5O
{
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Oopen", StringMarshalling = StringMarshalling.Utf8)] internal static partial long open(long at, string name, long lapl);
}

/// <summary>Links.</summary>
internal static unsafe partial class H5L
{
    internal const int INDEX_NAME = 0, ITER_INC = 0;

    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Lexists", StringMarshalling = StringMarshalling.Utf8)] internal static partial int exists(long at, string name, long lapl);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Ldelete", StringMarshalling = StringMarshalling.Utf8)] internal static partial int delete(long at, string name, long lapl);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Lget_name_by_idx", StringMarshalling = StringMarshalling.Utf8)] internal static partial nint get_name_by_idx(long at, string group, int index, int order, ulong n, byte* name, nuint size, long lapl);
}

/// <summary>Property lists.</summary>
internal static partial class H5P
{
    internal const long DEFAULT = 0;

    internal static long FILE_ACCESS { get; } = H5T.Variable("H5P_CLS_FILE_ACCESS_ID_g");
    internal static long DATASET_CREATE { get; } = H5T.Variable("H5P_CLS_DATASET_CREATE_ID_g");
    internal static long LINK_CREATE { get; } = H5T.Variable("H5P_CLS_LINK_CREATE_ID_g");

    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Pcreate")] internal static partial long create(long cls);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Pset_file_locking")] internal static partial int set_file_locking(long fapl, byte use, byte ignoreWhenDisabled);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Pset_chunk")] internal static partial int set_chunk(long plist, int rank, ReadOnlySpan<ulong> dims);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Pset_shuffle")] internal static partial int set_shuffle(long plist);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Pset_deflate")] internal static partial int set_deflate(long plist, uint level);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Pset_obj_track_times")] internal static partial int set_obj_track_times(long plist, byte track);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Pset_create_intermediate_group")] internal static partial int set_create_intermediate_group(long plist, uint create);
}
