using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Multiscale.Core;

namespace Multiscale.Configuration;

/// <summary>Prints option records as YAML, every key written out, numbers with their units.</summary>
internal static class ResolvedYaml
{
    public static string Print(object options)
    {
        var text = new StringBuilder();
        Section(text, options, 0);
        return text.ToString();
    }

    /// <summary>One value as it stands behind its key.</summary>
    public static string Line(object value, Shape shape)
    {
        var text = new StringBuilder();
        Value(text, value, shape, 0);
        return text.ToString().Trim().Replace("\n", "; ");
    }

    private static void Section(StringBuilder text, object record, int indent)
    {
        foreach (var option in Configuration.Section.Of(record.GetType()).Options)
            Entry(text, option.Key, option.Property.GetValue(record), option.Shape, indent);
    }

    private static void Entry(StringBuilder text, string key, object? value, Shape shape, int indent)
    {
        // An infinite default means "no limit": no text can say it, so the key is left to its default.
        if (value is double number && !double.IsFinite(number)) { text.Append(' ', indent).Append(CultureInfo.InvariantCulture, $"# {key}: {number}\n"); return; }
        text.Append(' ', indent).Append(key).Append(':');
        Value(text, value, shape, indent);
    }

    private static void Value(StringBuilder text, object? value, Shape shape, int indent)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Section when value is not null:
                if (Configuration.Section.Of(value.GetType()).Options.Count == 0) { text.Append(" {}\n"); break; }
                text.Append('\n');
                Section(text, value, indent + 2);
                break;
            case ShapeKind.Table when value is not null:
                var table = Pairs(value).ToArray();
                text.Append(table.Length == 0 ? " {}\n" : "\n");
                foreach (var (key, item) in table) Entry(text, Quoted(key), item, shape.Element!, indent + 2);
                break;
            case ShapeKind.List when value is not null:
                List(text, [.. ((IEnumerable)value).Cast<object?>()], shape.Element!, indent);
                break;
            default:
                text.Append(' ').Append(Scalar(value, shape)).Append('\n');
                break;
        }
    }

    private static void List(StringBuilder text, object?[] items, Shape element, int indent)
    {
        if (element.Kind is not (ShapeKind.Section or ShapeKind.Table or ShapeKind.List))
        {
            text.Append(" [").AppendJoin(", ", items.Select(item => Scalar(item, element))).Append("]\n");
            return;
        }
        text.Append(items.Length == 0 ? " []\n" : "\n");
        foreach (object? item in items)
        {
            var inner = new StringBuilder();
            Value(inner, item, element, indent + 2);
            // The first key stands beside the dash.
            string block = inner.ToString();
            text.Append(' ', indent + 2).Append('-').Append(block.StartsWith('\n') ? block[(indent + 4)..] : block);
        }
    }

    private static string Scalar(object? value, Shape shape) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        double number => Number(number, shape.Unit),
        SimTime time => Number(time.Milliseconds * Milliseconds.FactorTo(shape.Unit), shape.Unit),
        Enum choice => JsonNamingPolicy.KebabCaseLower.ConvertName(choice.ToString()),
        InputPath file => Quoted(file.FullPath),
        string words => Quoted(words),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(value.ToString()!),
    };

    private static string Number(double value, Unit unit) =>
        value.ToString("R", CultureInfo.InvariantCulture) + (unit.Text == "1" ? "" : " " + unit);

    /// <summary>Plain where any YAML reader takes it for the same text, otherwise in double quotes (JSON strings are such).</summary>
    private static string Quoted(string text)
    {
        bool plain = text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '_')
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or '+')
            && !Reserved.Contains(text.ToLowerInvariant());
        return plain ? text : JsonSerializer.Serialize(text, Relaxed);
    }

    private static IEnumerable<(string Key, object? Value)> Pairs(object table)
    {
        foreach (object pair in (IEnumerable)table)
        {
            var type = pair.GetType();
            yield return ((string)type.GetProperty("Key")!.GetValue(pair)!, type.GetProperty("Value")!.GetValue(pair));
        }
    }

    private static readonly HashSet<string> Reserved = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Unit Milliseconds = Unit.Parse("ms");
}
