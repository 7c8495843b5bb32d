using System.Runtime.InteropServices;

namespace Multiscale.Interop;

/// <summary>Data types; the predefined ones are variables of the library, filled by H5open.</summary>
internal static unsafe partial class H5T
{
    internal const int INTEGER = 0, FLOAT = 1, STRING = 3, ENUM = 8;
    internal const int CSET_UTF8 = 1, STR_NULLTERM = 0, STR_NULLPAD = 1;

    internal static nuint VARIABLE => nuint.MaxValue;

    internal static long NATIVE_INT8 { get; } = Predefined("NATIVE_INT8");
    internal static long NATIVE_UINT8 { get; } = Predefined("NATIVE_UINT8");
    internal static long NATIVE_INT16 { get; } = Predefined("NATIVE_INT16");
    internal static long NATIVE_UINT16 { get; } = Predefined("NATIVE_UINT16");
    internal static long NATIVE_INT32 { get; } = Predefined("NATIVE_INT32");
    internal static long NATIVE_UINT32 { get; } = Predefined("NATIVE_UINT32");
    internal static long NATIVE_INT64 { get; } = Predefined("NATIVE_INT64");
    internal static long NATIVE_UINT64 { get; } = Predefined("NATIVE_UINT64");
    internal static long NATIVE_FLOAT { get; } = Predefined("NATIVE_FLOAT");
    internal static long NATIVE_DOUBLE { get; } = Predefined("NATIVE_DOUBLE");
    internal static long C_S1 { get; } = Predefined("C_S1");

    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Tcopy")] internal static partial long copy(long type);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Tget_class")] internal static partial int get_class(long type);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Tget_size")] internal static partial nuint get_size(long type);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Tset_size")] internal static partial int set_size(long type, nuint size);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Tget_cset")] internal static partial int get_cset(long type);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Tset_cset")] internal static partial int set_cset(long type, int characterSet);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Tset_strpad")] internal static partial int set_strpad(long type, int padding);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Tis_variable_str")] internal static partial int is_variable_str(long type);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Tget_super")] internal static partial long get_super(long type);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Tenum_create")] internal static partial long enum_create(long baseType);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Tenum_insert", StringMarshalling = StringMarshalling.Utf8)] internal static partial int enum_insert(long type, string name, void* value);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Tget_nmembers")] internal static partial int get_nmembers(long type);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Tget_member_name")] internal static partial nint get_member_name(long type, uint member);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Tget_member_value")] internal static partial int get_member_value(long type, uint member, void* value);
    [LibraryImport(NativeLibraries.Hdf5, EntryPoint = "H5Tconvert")] internal static partial int convert(long source, long destination, nuint count, void* buffer, void* background, long plist);

    private static long Predefined(string name) => Variable($"H5T_{name}_g");

    /// <summary>The value of an exported hid_t variable.</summary>
    internal static long Variable(string name)
    {
        NativeLibraries.Register();
        if (H5.open() < 0) throw new InvalidOperationException("H5open failed");
        return *(long*)NativeLibrary.GetExport(NativeLibraries.Load(NativeLibraries.Hdf5), name);
    }
}
