using System.Reflection;
using System.Runtime.InteropServices;
using Multiscale.Core;

namespace Multiscale.Interop;

/// <summary>Finds the native shim and the system libraries behind it; the only place that knows where they are.</summary>
public static class NativeLibraries
{
    /// <summary>The C shim built from native/ (see docs/decisions/0001).</summary>
    public const string Shim = "multiscale_native";

    /// <summary>The HDF5 library; resolved through the build of the shim, so that no soname is written in managed code.</summary>
    public const string Hdf5 = "hdf5";

    private static readonly Lock Gate = new();
    private static bool registered;

    /// <summary>Registers the resolver for this assembly; call once before any native function.</summary>
    public static void Register()
    {
        lock (Gate)
        {
            if (registered) return;
            NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
            registered = true;
        }
    }

    /// <summary>The loaded library behind one of the names above, for its exported variables.</summary>
    internal static nint Load(string name) => Resolve(name, typeof(NativeLibraries).Assembly, null);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name switch
    {
        Shim => NativeLibrary.Load(ShimPath()),
        Hdf5 => NativeLibrary.Load(Hdf5Path()),
        _ => 0,
    };

    /// <summary>The path of the HDF5 library that the shim was configured with (written by CMake beside the shim).</summary>
    private static string Hdf5Path() => File.ReadAllText(Path.Combine(Path.GetDirectoryName(ShimPath())!, "hdf5.path")).Trim();

    private static string ShimPath()
    {
        const string file = "lib" + Shim + ".so";
        if (Environment.GetEnvironmentVariable("MULTISCALE_NATIVE") is { Length: > 0 } folder) return Path.Combine(folder, file);
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, ".build", "native", file);
            if (File.Exists(candidate)) return candidate;
            candidate = Path.Combine(at.FullName, file);
            if (File.Exists(candidate)) return candidate;
        }
        throw new EnvironmentException("MS0401", $"{file} was not found", "run ./multiscale setup, or set MULTISCALE_NATIVE to its folder");
    }
}
