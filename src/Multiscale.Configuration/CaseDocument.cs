using System.Globalization;
using Multiscale.Core;

namespace Multiscale.Configuration;

/// <summary>Options together with the places where they were written, so that later checks can point at lines.</summary>
public sealed class CaseDocument<T> where T : class
{
    private readonly YamlNode root;

    internal CaseDocument(T value, string file, YamlNode root)
    {
        Value = value;
        File = file;
        this.root = root;
    }

    public T Value { get; }

    public string File { get; }

    /// <summary>Where the value at <paramref name="path"/> (<c>cells.0.gid</c>) was written; the nearest section above it when the key was left to its default.</summary>
    public SourceLocation At(string path) => PlaceOf(path).Location;

    /// <summary>An empty list of problems whose paths are shown with their lines in this file.</summary>
    public Problems Problems() => new(PlaceOf);

    private Place PlaceOf(string path)
    {
        var node = root;
        var place = root.Place;
        foreach (string part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (node is YamlSection section && section.Find(part) is { } entry)
                (node, place) = (entry.Value, entry.Value is YamlScalar { IsEmpty: false } ? entry.Value.Place : entry.Place);
            else if (node is YamlList list && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < list.Items.Count)
                (node, place) = (list.Items[index], list.Items[index].Place);
            else
                break;
        }
        return place;
    }
}
