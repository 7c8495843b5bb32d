using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>What a name of the file stands for.</summary>
internal enum NameRole { Builtin, Parameter, Constant, Assigned, State, Ion, Current, Pointer, External, Random, FileLocal, Local }

internal readonly record struct NameEntry(NameRole Role, int? ArraySize = null, SourceLocation At = default);

/// <summary>The names known at a place: those of the file, then arguments and locals, the innermost first.</summary>
internal sealed class NmodlScope
{
    private readonly List<Dictionary<string, NameEntry>> levels = [[]];

    public IEnumerable<string> Names => levels.SelectMany(level => level.Keys);

    public void Open() => levels.Add([]);

    public void Close() => levels.RemoveAt(levels.Count - 1);

    /// <summary>False when the innermost level has the name already.</summary>
    public bool Add(string name, NameEntry entry) => levels[^1].TryAdd(name, entry);

    public NameEntry? Find(string name)
    {
        for (int i = levels.Count - 1; i >= 0; i--)
            if (levels[i].TryGetValue(name, out var entry)) return entry;
        return null;
    }
}
