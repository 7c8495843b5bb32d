using System.Reflection;
using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.Neurons;

/// <summary>The mechanisms that come with the program, and those of the user, read from their texts and compiled together.</summary>
public sealed class MechanismCatalog
{
    private static readonly Assembly Shipped = typeof(MechanismCatalog).Assembly;

    private readonly Dictionary<string, NmodlFile> files = new(StringComparer.Ordinal);

    /// <summary>Names of the shipped mechanisms.</summary>
    public static IEnumerable<string> ShippedNames => Shipped.GetManifestResourceNames().Where(n => n.EndsWith(".mod", StringComparison.Ordinal)).Select(n => n[..^4]);

    /// <summary>Folder for compiled code; null: compile at each start.</summary>
    public string? CacheFolder { get; init; } = DefaultCacheFolder;

    /// <summary>What a POINTER of a mechanism points to: an array of its own compartment, such as v.</summary>
    public Dictionary<(string Mechanism, string Pointer), string> Pointers { get; } = [];

    /// <summary>Points of each FUNCTION_TABLE.</summary>
    public Dictionary<(string Mechanism, string Function), LookupTable> Tables { get; } = [];

    /// <summary>Adds a user's mechanism; it takes the place of a shipped one of the same name.</summary>
    /// <exception cref="InputException">MS13xx: errors in the text.</exception>
    public void Add(string path)
    {
        var file = NmodlParser.Parse(File.ReadAllText(path), path);
        files[file.Name] = file;
    }

    /// <summary>Compiles the mechanisms of these names, in this order.</summary>
    /// <exception cref="InputException">MS0231: there is no mechanism of a name.</exception>
    public CompiledMechanism[] Compile(IReadOnlyList<string> names, Func<string, MechanismDemand> demandOf)
    {
        if (names.Count == 0) return [];
        return CompiledMechanism.Compile([.. names.Select(n => (Find(n), demandOf(n) with { Pointers = PointersOf(n), Tables = TablesOf(n) }))], new KernelCompiler(CacheFolder));
    }

    private Dictionary<string, string> PointersOf(string mechanism) => Pointers.Where(p => p.Key.Mechanism == mechanism).ToDictionary(p => p.Key.Pointer, p => p.Value);

    private Dictionary<string, LookupTable> TablesOf(string mechanism) => Tables.Where(t => t.Key.Mechanism == mechanism).ToDictionary(t => t.Key.Function, t => t.Value);

    /// <summary>A mechanism as read.</summary>
    /// <exception cref="InputException">MS0231: there is none of that name.</exception>
    /// <param name="at">Where the name was given.</param>
    public NmodlFile Find(string name, SourceLocation? at = null)
    {
        if (files.TryGetValue(name, out var known)) return known;
        string text = ShippedText(name)
            ?? throw new InputException("MS0231", $"there is no mechanism '{name}'", "use one of " + string.Join(", ", ShippedNames.Concat(files.Keys).Order()) + ", or give its .mod file", at);
        return files[name] = NmodlParser.Parse(text, name.ToLowerInvariant() + ".mod", isKnown: true);
    }

    /// <summary>The text of a shipped mechanism; null where there is none of that name.</summary>
    public static string? ShippedText(string name)
    {
        using var stream = Shipped.GetManifestResourceStream(name.ToLowerInvariant() + ".mod");
        return stream is null ? null : new StreamReader(stream).ReadToEnd();
    }

    /// <summary>The user's folder of compiled models; null where there is none.</summary>
    public static string? DefaultCacheFolder => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } folder
        ? Path.Combine(folder, "multiscale", "kernels") : null;
}
