using System.Globalization;
using Multiscale.Core;

namespace Multiscale.Configuration;

/// <summary>One <c>--set a.b.c=value</c>: the value is YAML, the path names keys and list positions from 0. It means what it would mean in the file.</summary>
internal sealed class Override
{
    private readonly string[] path;
    private readonly YamlNode value;
    private readonly Place place;
    private readonly Problems problems;

    private Override(string[] path, YamlNode value, Place place, Problems problems)
    {
        this.path = path;
        this.value = value;
        this.place = place;
        this.problems = problems;
    }

    /// <summary>The tree with all overrides applied, in their order; the nodes given are not changed.</summary>
    public static YamlNode Apply(YamlNode root, IReadOnlyList<string> texts, Problems problems)
    {
        foreach (string text in texts)
            if (Parse(text, problems) is { } change) root = change.In(root, 0);
        return root;
    }

    private static Override? Parse(string text, Problems problems)
    {
        int split = text.IndexOf('=');
        string name = (split < 0 ? text : text[..split]).Trim();
        var place = new Place(new SourceLocation("--set " + name), text);
        if (split < 1 || name.Split('.').Any(part => part.Length == 0))
        {
            problems.Add("MS0011", $"'--set {text}' is not of the form key.key=value", "write for example --set schedule.window='2.5 ms'", place);
            return null;
        }
        int before = problems.Count;
        var value = new YamlText(text[(split + 1)..], name, problems, place).Read() ?? new YamlScalar(place, "", false);
        return problems.Count > before ? null : new Override(name.Split('.'), value, place, problems);
    }

    private YamlNode In(YamlNode node, int depth)
    {
        if (depth == path.Length) return value;
        string key = path[depth];
        switch (node)
        {
            case YamlSection section:
                var entry = section.Find(key);
                var changed = new YamlEntry(key, place, entry is null ? Rest(depth + 1) : In(entry.Value, depth + 1));
                return section with { Entries = entry is null ? [.. section.Entries, changed] : [.. section.Entries.Select(e => e == entry ? changed : e)] };
            case YamlList list:
                if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index >= list.Items.Count)
                    problems.Add("MS0011", $"'{key}' is not a position in the list '{Prefix(depth)}' of {list.Items.Count}", list.Items.Count == 0
                        ? $"set the whole list: --set {Prefix(depth)}='[...]'" : $"use a number from 0 to {list.Items.Count - 1}", place);
                else
                    return list with { Items = [.. list.Items.Select((item, i) => i == index ? In(item, depth + 1) : item)] };
                return node;
            case YamlScalar { IsNull: true } or YamlScalar { IsEmpty: true }:
                return Rest(depth);
            default:
                problems.Add("MS0011", $"'{Prefix(depth)}' holds a value, not a section: it has no key '{key}'", "shorten the path", place);
                return node;
        }
    }

    /// <summary>Sections for the part of the path that the file does not have.</summary>
    private YamlNode Rest(int depth) => depth == path.Length ? value
        : new YamlSection(place, [new YamlEntry(path[depth], place, Rest(depth + 1))]);

    private string Prefix(int depth) => depth == 0 ? "the file" : string.Join('.', path[..depth]);
}
