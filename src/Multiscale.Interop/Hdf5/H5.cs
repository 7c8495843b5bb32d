using System.Runtime.InteropServices;

namespace Multiscale.Interop;

// Names and argument order follow HDF.PInvoke (class = H5 interface, method = C name without its prefix), so that the package could replace these files.
// hid_t = long, herr_t and htri_t = int, hsize_t = ulong, hssize_t = long.

/// <summary>The library itself.</summary>
internal static partial class H5
{
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5open")] internal static partial int open();
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5get_libversion")] internal static partial int get_libversion(out uint major, out uint minor, out uint release);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5free_memory")] internal static partial int free_memory(nint memory);
}

/// <summary>Identifiers.</summary>
internal static partial class H5I
{
    internal const int FILE = 1, GROUP = 2, DATASET = 5;

    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Idec_ref")] internal static partial int dec_ref(long id);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Iget_type")] internal static partial int get_type(long id);
}

/// <summary>The error stack.</summary>
internal static unsafe partial class H5E
{
    internal const long DEFAULT = 0;
    internal const int WALK_UPWARD = 0;

    [StructLayout(LayoutKind.Sequential)]
    internal struct error_t
    {
        internal long cls_id, maj_num, min_num;
        internal uint line;
        internal byte* func_name, file_name, desc;
    }

    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Eset_auto2")] internal static partial int set_auto(long stack, nint function, nint data);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Eclear2")] internal static partial int clear(long stack);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Ewalk2")] internal static partial int walk(long stack, int direction, delegate* unmanaged[Cdecl]<uint, error_t*, void*, int> function, void* data);
}
