using System.Text.RegularExpressions;
using Multiscale.Core;
using Multiscale.Modeling;
using Multiscale.Neurons;

namespace Multiscale.Cli;

/// <summary>Where the mechanisms of a network come from: the case's own files, then those of the circuit's mechanisms_dir that it needs, then those shipped.</summary>
internal sealed partial class CircuitMechanisms
{
    private readonly Dictionary<string, string> found = []; // file of each mechanism in mechanisms_dir
    private readonly HashSet<string> added = [];
    private readonly Dictionary<string, (string Needs, SourceLocation? At)> lacking = [];
    private readonly string? folder;

    /// <param name="folder">mechanisms_dir of the circuit, if any; its mod files may lie in a folder modfiles.</param>
    public CircuitMechanisms(IEnumerable<InputPath> files, string? folder)
    {
        this.folder = folder;
        foreach (var file in files) Catalog.Add(file.FullPath);
        foreach (var file in files) added.Add(NameIn(File.ReadAllText(file.FullPath)) ?? "");
        foreach (string place in folder is null ? [] : (string[])[folder, Path.Combine(folder, "modfiles")])
            if (Directory.Exists(place))
                foreach (string file in Directory.EnumerateFiles(place, "*.mod").Order(StringComparer.Ordinal))
                    if (NameIn(File.ReadAllText(file)) is { } name) found.TryAdd(name, file);
    }

    public MechanismCatalog Catalog { get; } = new();

    /// <summary>The mechanisms that were asked for and found, by name.</summary>
    public SortedDictionary<string, NmodlFile> Used { get; } = new(StringComparer.Ordinal);

    /// <summary>A mechanism as read, by the name someone gave it; null, and remembered as lacking, where there is none.</summary>
    /// <param name="needs">Who needs it, for the message.</param>
    /// <param name="at">Where it was named.</param>
    /// <param name="anyCase">Whether Exp2Syn may be written exp2syn: among channels, names that differ in case are different channels.</param>
    public NmodlFile? Find(string name, string needs, SourceLocation? at = null, bool anyCase = false)
    {
        var known = added.Concat(found.Keys).Concat(MechanismCatalog.ShippedText(name) is { } shipped && NameIn(shipped) is { } own ? [own] : []);
        string? exact = known.FirstOrDefault(n => n == name) ?? (anyCase ? known.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) : null);
        if (exact is not null)
        {
            if (found.TryGetValue(exact, out string? file) && added.Add(exact)) Catalog.Add(file);
            return Used[exact] = Catalog.Find(exact, at);
        }
        lacking[name] = lacking.TryGetValue(name, out var before) ? before.Needs.Contains(needs, StringComparison.Ordinal) ? before : (before.Needs + "; " + needs, before.At) : (needs, at);
        return null;
    }

    /// <summary>Whether a mechanism that was found is ours, not the user's of the same name.</summary>
    public bool IsShipped(string name) => !added.Contains(name);

    /// <summary>What was asked for and is not here: one message for all.</summary>
    public IEnumerable<Diagnostic> Lacking() => lacking.Count == 0 ? [] :
    [
        new Diagnostic("MS0140", $"{lacking.Count} mechanism{(lacking.Count == 1 ? " is" : "s are")} not here: "
            + string.Join("; ", lacking.GroupBy(l => l.Value.Needs).Select(g => $"{string.Join(", ", g.Select(l => l.Key).Order(StringComparer.Ordinal))} (for {g.Key})")),
            "give their .mod files by neurons.mod_files" + (folder is null ? ", or name a mechanisms_dir in the circuit's components" : $", or put them into {folder}"), lacking.Values.First().At),
    ];

    private static string? NameIn(string text) => Name().Match(Comment().Replace(text, "")) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"\b(?:SUFFIX|POINT_PROCESS|ARTIFICIAL_CELL)\s+(\w+)")]
    private static partial Regex Name();

    [GeneratedRegex(@"COMMENT.*?ENDCOMMENT|:[^\n]*", RegexOptions.Singleline)]
    private static partial Regex Comment();
}
