using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Multiscale.Core;

namespace Multiscale.Configuration;

/// <summary>Prints the reference of option records: one table per record, from the types and their attributes alone.</summary>
internal static class ReferencePage
{
    public static string Print(Type root, string title)
    {
        var text = new StringBuilder($"# {title}\n");
        var pending = new Queue<(string Heading, Type Type)>([("", root)]);
        var done = new Dictionary<Type, string> { [root] = title };
        while (pending.TryDequeue(out var next))
        {
            var section = Section.Of(next.Type);
            if (next.Heading.Length > 0) text.Append($"\n## {next.Heading}\n");
            if (section.Summary.Length > 0) text.Append($"\n{section.Summary}\n");
            text.Append("\n| key | value | default | meaning |\n|---|---|---|---|\n");
            object defaults = section.Create();
            foreach (var option in section.Options)
            {
                if (SectionIn(option.Shape) is { } inner && done.TryAdd(inner, Heading(next.Heading, option))) pending.Enqueue((done[inner], inner));
                text.Append($"| `{option.Key}` | {Cell(Value(option.Shape, done))} | {Cell(Default(option, defaults))} | {Cell(Meaning(option))} |\n");
            }
        }
        return text.ToString();
    }

    private static string Heading(string parent, Option option) => (parent.Length == 0 ? "" : parent + ".") + option.Key
        + option.Shape.Kind switch { ShapeKind.List => "[]", ShapeKind.Table => ".<name>", _ => "" };

    private static Type? SectionIn(Shape shape) => shape.Kind == ShapeKind.Section ? shape.Type : shape.Element is null ? null : SectionIn(shape.Element);

    private static string Value(Shape shape, Dictionary<Type, string> headings)
    {
        string text = shape.Kind switch
        {
            ShapeKind.Section => $"section, see [{headings[shape.Type]}](#{Anchor(headings[shape.Type])})",
            ShapeKind.List => "list of: " + Value(shape.Element!, headings),
            ShapeKind.Table => "named entries of: " + Value(shape.Element!, headings),
            ShapeKind.Number when shape.Unit.Dimension == Dimension.None => "number",
            ShapeKind.Number => $"quantity [{shape.Unit}]",
            ShapeKind.Time => $"time [{shape.Unit}]",
            ShapeKind.Whole => "whole number",
            ShapeKind.Truth => "`true`, `false`",
            ShapeKind.Choice => string.Join(", ", shape.Choices.Select(c => $"`{c}`")),
            ShapeKind.File => "path",
            _ => "text",
        };
        return shape is { Quantity: { } allowed, Element: null } && ScalarReader.RangeOf(allowed, "") is { Length: > 0 } range ? $"{text}, {range}" : text;
    }

    private static string Default(Option option, object defaults)
    {
        if (option.Required) return "**required**";
        object? value = option.Property.GetValue(defaults);
        if (value is null or "") return "none";
        if (option.Shape.Kind == ShapeKind.Section) return "its defaults";
        if (value is double.PositiveInfinity or double.NegativeInfinity) return "no limit";
        if (value is IEnumerable items and not string && !items.Cast<object>().Any()) return "empty";
        if (option.Shape.Element is { } element && SectionIn(element) is not null) return "see the case files";
        return $"`{ResolvedYaml.Line(value, option.Shape)}`";
    }

    private static string Meaning(Option option)
    {
        string text = option.Summary;
        if (option.Shape.Kind != ShapeKind.Choice) return text;
        var fields = option.Shape.Type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(f => f.IsDefined(typeof(SummaryAttribute)))
            .Select(f => $"`{JsonNamingPolicy.KebabCaseLower.ConvertName(f.Name)}`: {f.GetCustomAttribute<SummaryAttribute>()!.Text}");
        return string.Join("<br>", new[] { text }.Concat(fields).Where(t => t.Length > 0));
    }

    private static string Cell(string text) => text.Replace("|", "\\|").Replace("\n", " ");

    /// <summary>The anchor that common Markdown renderers give a heading.</summary>
    private static string Anchor(string heading) => string.Concat(heading.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is '_' or '-'));
}
