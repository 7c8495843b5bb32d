using System.Globalization;
using Multiscale.Core;

namespace Multiscale.Configuration;

/// <summary>Reads the simple values: numbers, quantities, times, texts, choices and paths.</summary>
internal sealed class ScalarReader(string folder, Problems problems)
{
    /// <summary>The value as the shape's type; null when it was reported.</summary>
    public object? Read(YamlNode node, Shape shape, string path)
    {
        if (node is not YamlScalar scalar)
            return Wrong(node, path, $"must be {shape.Expected}, not {node.Kind}", $"write {shape.Expected}");
        if (scalar.IsEmpty || scalar.IsNull)
            return Wrong(node, path, "has no value", $"write {shape.Expected}, or remove the key");
        return shape.Kind switch
        {
            ShapeKind.Number => Number(scalar, shape, path),
            ShapeKind.Time => Time(scalar, shape, path),
            ShapeKind.Whole => Whole(scalar, shape, path),
            ShapeKind.Truth => Truth(scalar, path),
            ShapeKind.Choice => Choice(scalar, shape, path),
            ShapeKind.File => File(scalar, path),
            _ => scalar.Text,
        };
    }

    private object? Number(YamlScalar scalar, Shape shape, string path)
    {
        if (scalar.Quoted && shape.Unit.Dimension == Dimension.None && double.TryParse(scalar.Text, CultureInfo.InvariantCulture, out _))
            return Wrong(scalar, path, $"must be a number, not the text \"{scalar.Text}\"", "remove the quotes");
        try
        {
            double value = Quantity.Parse(scalar.Text, shape.Unit);
            if (!double.IsFinite(value)) return Wrong(scalar, path, $"is too large: '{scalar.Text}'", "give a smaller value", "MS0007");
            return InRange(value, scalar, shape, path) ? value : null;
        }
        catch (InputException fault)
        {
            var inner = fault.Diagnostics[0];
            if (shape.Unit.Dimension == Dimension.None && inner.Code == "MS0104")
                return Wrong(scalar, path, $"must be a finite number, not '{scalar.Text}'", "write a number such as 0.5 or 2e-3", inner.Code);
            return Wrong(scalar, path, $"must be {shape.Expected}: {inner.Message}",
                shape.Unit.Dimension == Dimension.None ? "write the number without a unit" : inner.Remedy, inner.Code);
        }
    }

    private object? Time(YamlScalar scalar, Shape shape, string path)
    {
        if (Number(scalar, shape, path) is not double value) return null;
        try
        {
            return SimTime.FromMilliseconds(value * shape.Unit.FactorTo(Milliseconds));
        }
        catch (InputException fault)
        {
            return Wrong(scalar, path, "is no time that can be kept: " + fault.Diagnostics[0].Message, fault.Diagnostics[0].Remedy, fault.Diagnostics[0].Code);
        }
    }

    private object? Whole(YamlScalar scalar, Shape shape, string path)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign;
        if (scalar.Quoted || !Int128.TryParse(scalar.Text, style, CultureInfo.InvariantCulture, out var value))
            return Wrong(scalar, path, $"must be a whole number, not {(scalar.Quoted ? $"the text \"{scalar.Text}\"" : scalar.Kind)}", "write digits only, such as 4");
        var (low, high) = shape.Type == typeof(int) ? (int.MinValue, int.MaxValue) : (long.MinValue, long.MaxValue);
        if (value < low || value > high)
            return Wrong(scalar, path, $"is too large: '{scalar.Text}'", $"give a number from {low} to {high}", "MS0007");
        if (!InRange((double)value, scalar, shape, path)) return null;
        return shape.Type == typeof(int) ? (object)(int)value : (long)value;
    }

    private object? Truth(YamlScalar scalar, string path) => scalar switch
    {
        { Quoted: false, Text: "true" } => true,
        { Quoted: false, Text: "false" } => false,
        _ => Wrong(scalar, path, $"must be true or false, not {scalar.Kind}", scalar.Text.ToLowerInvariant() switch
        {
            "yes" or "on" or "1" or "y" or "true" => "write true",
            "no" or "off" or "0" or "n" or "false" => "write false",
            _ => "write true or false, without quotes",
        }),
    };

    private object? Choice(YamlScalar scalar, Shape shape, string path)
    {
        var choices = shape.Choices;
        for (int i = 0; i < choices.Count; i++)
            if (choices[i] == scalar.Text) return Enum.GetValues(shape.Type).GetValue(i);
        return Wrong(scalar, path, $"must be one of {string.Join(", ", choices)}, not '{scalar.Text}'", Spelling.Advice(scalar.Text, choices, "choose from"), "MS0010");
    }

    private object? File(YamlScalar scalar, string path)
    {
        if (scalar.Text.Length == 0 || scalar.Text.Contains('\0')) return Wrong(scalar, path, "is not a path", "write the path of a file");
        string full = Path.GetFullPath(scalar.Text, folder);
        if (System.IO.File.Exists(full) || Directory.Exists(full)) return new InputPath(full, scalar.Place.Location);
        return Wrong(scalar, path, $"names a file that does not exist: '{scalar.Text}' (looked for {full})", Siblings(full), "MS0009");
    }

    private static string Siblings(string full)
    {
        string parent = Path.GetDirectoryName(full)!, name = Path.GetFileName(full);
        if (!Directory.Exists(parent)) return $"the folder {parent} does not exist either; paths are taken from the folder of the YAML file";
        var names = Directory.EnumerateFileSystemEntries(parent).Take(10_000).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal).ToArray();
        return Spelling.Nearest(name, names) is { } near ? $"did you mean '{near}'?" : "paths are taken from the folder of the YAML file";
    }

    private bool InRange(double value, YamlScalar scalar, Shape shape, string path)
    {
        if (shape.Quantity is not { } allowed) return true;
        string unit = shape.Unit.Dimension == Dimension.None ? "" : " " + shape.Unit;
        bool low = allowed.Above ? !(value > allowed.Min) : !(value >= allowed.Min);
        if (!low && value <= allowed.Max) return true;
        Wrong(scalar, path, $"is out of range: {scalar.Text}", $"give a value {RangeOf(allowed, unit)}", "MS0007");
        return false;
    }

    /// <summary>"above 0 ms and at most 10 ms"; empty when there is no bound.</summary>
    internal static string RangeOf(QuantityAttribute allowed, string unit)
    {
        string low = double.IsNegativeInfinity(allowed.Min) ? "" : $"{(allowed.Above ? "above" : "of at least")} {allowed.Min}{unit}";
        string high = double.IsPositiveInfinity(allowed.Max) ? "" : $"{(low.Length > 0 ? "at most" : "of at most")} {allowed.Max}{unit}";
        return low.Length > 0 && high.Length > 0 ? low + " and " + high : low + high;
    }

    private object? Wrong(YamlNode node, string path, string predicate, string remedy, string code = "MS0006")
    {
        problems.Add(code, $"'{path}' {predicate}", remedy, node.Place);
        return null;
    }

    private static readonly Unit Milliseconds = Unit.Parse("ms");
}
