using System.Text.Json;
using System.Text.RegularExpressions;
using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>An object of a SONATA json file, with its place in it and the file's manifest variables.</summary>
internal sealed partial class SonataJson
{
    private readonly JsonElement element;
    private readonly string path;
    private readonly IReadOnlyDictionary<string, string> variables;

    private SonataJson(string file, string path, JsonElement element, IReadOnlyDictionary<string, string> variables) =>
        (File, this.path, this.element, this.variables) = (file, path, element, variables);

    internal string File { get; }

    internal string Text => element.GetRawText();

    internal static SonataJson Read(string file)
    {
        if (!System.IO.File.Exists(file)) throw new InputException("MS0730", $"{file} does not exist", "check the path and the manifest variables in it", new SourceLocation(file));
        var root = Parse(System.IO.File.ReadAllText(file), file);
        if (root.ValueKind != JsonValueKind.Object) throw SonataFile.Fault("MS0731", file, "$", "an object { ... } was expected");
        return new SonataJson(file, "$", root, Manifest(file, root));
    }

    /// <summary>An object that was taken out of a file; paths and manifest variables do not come with it.</summary>
    internal static SonataJson At(string file, string path, string text) => new(file, path, Parse(text, file), new Dictionary<string, string>());

    internal static JsonElement Parse(string text, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new InputException("MS0731", e.Message, "correct the JSON there", new SourceLocation(file, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1));
        }
    }

    internal IEnumerable<string> Keys => element.EnumerateObject().Select(p => p.Name);

    internal bool Has(string key) => element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null;

    internal bool IsObject(string key) => Has(key) && element.GetProperty(key).ValueKind == JsonValueKind.Object;

    internal bool IsText(string key) => Has(key) && element.GetProperty(key).ValueKind == JsonValueKind.String;

    /// <summary>A nested object; one without keys where it is missing.</summary>
    internal SonataJson Child(string key)
    {
        if (!Has(key)) return new SonataJson(File, $"{path}.{key}", Parse("{}", File), variables);
        var child = element.GetProperty(key);
        return child.ValueKind == JsonValueKind.Object ? new SonataJson(File, $"{path}.{key}", child, variables) : throw Fault(key, "an object { ... }");
    }

    /// <summary>The objects of an array; none where it is missing.</summary>
    internal IEnumerable<SonataJson> Items(string key)
    {
        if (!Has(key)) yield break;
        var array = element.GetProperty(key);
        if (array.ValueKind != JsonValueKind.Array) throw Fault(key, "an array [ ... ]");
        int i = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object) throw Fault($"{key}[{i}]", "an object { ... }");
            yield return new SonataJson(File, $"{path}.{key}[{i++}]", item, variables);
        }
    }

    internal string RequiredText(string key) => OptionalText(key) ?? throw Fault(key, "a text");

    /// <summary>A text with its manifest variables replaced; null where it is missing, empty or NULL.</summary>
    internal string? OptionalText(string key)
    {
        if (!Has(key)) return null;
        var value = element.GetProperty(key);
        if (value.ValueKind != JsonValueKind.String) throw Fault(key, "a text in quotes");
        string text = value.GetString()!;
        return text is "" or "NULL" or "NONE" ? null : Expand(text, variables, File, $"{path}.{key}");
    }

    /// <summary>A file or folder, relative to this json file.</summary>
    internal string? OptionalPath(string key) =>
        OptionalText(key) is { } text ? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(File))!, text)) : null;

    internal string RequiredPath(string key) => OptionalPath(key) ?? throw Fault(key, "a path");

    internal double RequiredNumber(string key) => OptionalNumber(key) ?? throw Fault(key, "a number");

    internal double? OptionalNumber(string key)
    {
        if (!Has(key)) return null;
        var value = element.GetProperty(key);
        return value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Fault(key, "a number");
    }

    /// <summary>A number or an array of numbers.</summary>
    internal double[]? OptionalNumbers(string key)
    {
        if (!Has(key)) return null;
        var value = element.GetProperty(key);
        if (value.ValueKind != JsonValueKind.Array) return [OptionalNumber(key)!.Value];
        return [.. value.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Number ? v.GetDouble() : throw Fault(key, "numbers"))];
    }

    /// <summary>A text or an array of texts; also one text with commas.</summary>
    internal string[]? OptionalTexts(string key)
    {
        if (!Has(key)) return null;
        var value = element.GetProperty(key);
        IEnumerable<string> texts = value.ValueKind != JsonValueKind.Array ? [OptionalText(key) ?? ""] : value.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.String ? v.GetString()! : throw Fault(key, "texts"));
        return [.. texts.SelectMany(t => t.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
    }

    /// <summary>All entries as numbers; true is 1, false 0.</summary>
    internal IReadOnlyDictionary<string, double> Numbers() =>
        element.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ValueKind switch { JsonValueKind.True => 1, JsonValueKind.False => 0, _ => RequiredNumber(p.Name) });

    internal bool? OptionalFlag(string key)
    {
        if (!Has(key)) return null;
        var value = element.GetProperty(key);
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Fault(key, "true or false");
    }

    /// <summary>A node set: its name, or an object that defines it, as JSON text.</summary>
    internal string? NodeSet(string key) => IsObject(key) ? element.GetProperty(key).GetRawText() : OptionalText(key);

    internal JsonElement Value(string key) => element.GetProperty(key);

    /// <summary>Says that something is understood and not simulated.</summary>
    internal Diagnostic Refusal(string key, string message, string remedy) => new("MS0751", $"{path}.{key}: {message}", remedy, new SourceLocation(File));

    internal InputException Fault(string key, string expected, string remedy = "") =>
        SonataFile.Fault("MS0732", File, $"{path}.{key}", Has(key) ? $"{element.GetProperty(key).GetRawText()} is not {expected}" : $"{expected} is missing", remedy);

    private static Dictionary<string, string> Manifest(string file, JsonElement root)
    {
        var raw = new Dictionary<string, string> { ["configdir"] = Path.GetDirectoryName(Path.GetFullPath(file))! };
        if (root.TryGetProperty("manifest", out var manifest) && manifest.ValueKind == JsonValueKind.Object)
            foreach (var entry in manifest.EnumerateObject())
                raw[entry.Name.Trim('$', '{', '}')] = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()!
                    : throw SonataFile.Fault("MS0732", file, $"$.manifest.{entry.Name}", "a text in quotes was expected");
        // Variables may refer to one another: each pass resolves one level, and only a cycle needs more passes than there are variables.
        for (int pass = 0; raw.Values.Any(v => Variable().IsMatch(v)); pass++)
        {
            if (pass > raw.Count) throw SonataFile.Fault("MS0733", file, "$.manifest", "variables refer to one another in a circle", "define each in terms of others, down to plain paths");
            foreach (string name in raw.Keys.ToArray()) raw[name] = Expand(raw[name], raw, file, $"$.manifest.${name}");
        }
        return raw;
    }

    private static string Expand(string text, IReadOnlyDictionary<string, string> variables, string file, string where) =>
        Variable().Replace(text, match =>
        {
            string name = match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value;
            return variables.TryGetValue(name, out string? value) ? value
                : throw SonataFile.Fault("MS0733", file, where, $"the variable {match.Value} is not defined", $"the manifest defines: {string.Join(", ", variables.Keys.Select(k => "$" + k))}");
        });

    [GeneratedRegex(@"\$(?:\{([A-Za-z_][A-Za-z0-9_]*)\}|([A-Za-z_][A-Za-z0-9_]*))")]
    private static partial Regex Variable();
}
