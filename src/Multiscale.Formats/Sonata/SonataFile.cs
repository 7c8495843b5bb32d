using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>What all SONATA HDF5 files share: the root attributes "magic" and "version" (SONATA 0.1), written always, required never.</summary>
internal static class SonataFile
{
    private const uint Magic = 0x0A7A;

    internal static void Mark(Hdf5File file)
    {
        file.WriteAttribute("/", "magic", Magic);
        file.WriteAttribute<uint>("/", "version", [0, 1]);
    }

    /// <summary>The first of several spellings that exists; null when none does.</summary>
    internal static string? FirstOf(Hdf5File file, string group, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            if (file.Exists($"{group}/{name}")) return $"{group}/{name}";
        return null;
    }

    /// <summary>Unsigned 64-bit numbers above the signed range mean "none" in some files; HDF5 clips them, and they stay invalid.</summary>
    internal static long[] ReadIds(Hdf5File file, string path) => file.Read<long>(path);

    internal static InputException Fault(string code, string file, string path, string message, string remedy = "") =>
        new(code, $"{path}: {message}", remedy, new SourceLocation(file));
}
