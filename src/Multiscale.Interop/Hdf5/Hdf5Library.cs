using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Multiscale.Core;

namespace Multiscale.Interop;

/// <summary>
/// HDF5 as typed managed calls on spans and safe handles. The library is not thread safe as distributions build it: one lock guards every call.
/// The user's files end in an <see cref="InputException"/> when they cannot be read, in an <see cref="EnvironmentException"/> when they cannot be written.
/// </summary>
public static unsafe partial class Hdf5Library
{
    internal static readonly Lock Gate = new();
    private static bool started;

    private static void Start()
    {
        if (started) return;
        NativeLibraries.Register();
        if (H5.open() < 0) throw new EnvironmentException("MS0701", "the HDF5 library did not start", "run ./multiscale setup");
        _ = H5E.set_auto(H5E.DEFAULT, 0, 0);
        started = true;
    }

    /// <summary>The version of the library, for the manifest.</summary>
    public static string Version
    {
        get
        {
            lock (Gate)
            {
                Start();
                _ = H5.get_libversion(out uint major, out uint minor, out uint release);
                return $"{major}.{minor}.{release}";
            }
        }
    }

    private static long TypeOf<T>() where T : unmanaged
    {
        if (typeof(T) == typeof(double)) return H5T.NATIVE_DOUBLE;
        if (typeof(T) == typeof(float)) return H5T.NATIVE_FLOAT;
        if (typeof(T) == typeof(int)) return H5T.NATIVE_INT32;
        if (typeof(T) == typeof(uint)) return H5T.NATIVE_UINT32;
        if (typeof(T) == typeof(long)) return H5T.NATIVE_INT64;
        if (typeof(T) == typeof(ulong)) return H5T.NATIVE_UINT64;
        if (typeof(T) == typeof(byte)) return H5T.NATIVE_UINT8;
        if (typeof(T) == typeof(sbyte)) return H5T.NATIVE_INT8;
        if (typeof(T) == typeof(short)) return H5T.NATIVE_INT16;
        if (typeof(T) == typeof(ushort)) return H5T.NATIVE_UINT16;
        throw new NotSupportedException(typeof(T).Name);
    }

    /// <summary>The one place where HDF5's return codes become exceptions.</summary>
    private static long Check(long code, Access access, string doing, string file, string path = "")
    {
        if (code >= 0) return code;
        string cause = Cause();
        _ = H5E.clear(H5E.DEFAULT);
        string message = $"{doing} {(path.Length > 0 ? path + " of " : "")}{file}: {(cause.Length > 0 ? cause : "failed")}";
        throw access == Access.Read
            ? new InputException("MS0702", message, "the file must exist and hold that object in a readable form", new SourceLocation(file))
            : new EnvironmentException("MS0703", message, "check that the folder exists, is writable and has space");
    }

    private static long Check(long code, Access access, string doing, Hdf5Handle at, string path = "") =>
        Check(code, access, doing, at.File, path.Length > 0 ? at.Child(path) : at.Path);

    private enum Access { Read, Write }

    /// <summary>The description at the bottom of the error stack: what really went wrong.</summary>
    private static string Cause()
    {
        nint text = 0;
        _ = H5E.walk(H5E.DEFAULT, H5E.WALK_UPWARD, &FirstDescription, &text);
        return text == 0 ? "" : Marshal.PtrToStringUTF8(text) ?? "";
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FirstDescription(uint n, H5E.error_t* error, void* text)
    {
        if (n == 0) *(nint*)text = (nint)error->desc;
        return 0;
    }
}
