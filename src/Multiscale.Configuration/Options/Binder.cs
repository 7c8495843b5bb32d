using System.Collections;
using System.Reflection;
using Multiscale.Core;

namespace Multiscale.Configuration;

/// <summary>Turns YAML nodes into option records; reports every problem and goes on.</summary>
internal sealed class Binder(string folder, Problems problems)
{
    private readonly ScalarReader scalars = new(folder, problems);

    /// <summary>The record; meaningless once a problem was reported.</summary>
    public object Section(YamlNode node, Type type, string path)
    {
        var section = Configuration.Section.Of(type);
        object record = section.Create();
        section.Location?.SetValue(record, node.Place.Location);
        if (node is not YamlSection keys)
        {
            string listed = string.Join(", ", section.Keys.Take(30));
            if (node is YamlScalar { IsEmpty: true } or YamlScalar { IsNull: true })
                problems.Add("MS0006", $"{Named(path)} is empty", section.Options.Any(o => o.Required) ? $"give its keys: {listed}" : $"write {{}} for all defaults, or give some of its keys: {listed}", node.Place);
            else
                problems.Add("MS0006", $"{Named(path)} must be a section of keys, not {node.Kind}", $"write its keys on indented lines: {listed}", node.Place);
            return record;
        }
        foreach (var entry in keys.Entries)
        {
            string at = Join(path, entry.Key);
            var option = section.Options.FirstOrDefault(o => o.Key == entry.Key);
            if (option is null)
                problems.Add("MS0003", $"unknown key '{at}'", Spelling.Advice(entry.Key, section.Keys, "the keys here are"), entry.Place);
            else
                Set(record, option, entry, at);
        }
        foreach (var option in section.Options)
            if (option.Required && keys.Find(option.Key) is null)
                problems.Add("MS0004", $"the key '{Join(path, option.Key)}' is missing{(option.Summary.Length > 0 ? $" ({option.Summary})" : "")}",
                    $"add '{option.Key}:' with {option.Shape.Expected}", node.Place);
        return record;
    }

    private void Set(object record, Option option, YamlEntry entry, string path)
    {
        if (option.Nullable && entry.Value is YamlScalar { IsNull: true })
        {
            option.Property.SetValue(record, null);
            return;
        }
        int before = problems.Count;
        // An empty value has no place of its own: show the key.
        var node = entry.Value is YamlScalar { IsEmpty: true } empty ? empty with { Place = entry.Place } : entry.Value;
        object? value = Value(node, option.Shape, path);
        if (problems.Count > before || value is null) return;
        try
        {
            option.Property.SetValue(record, value);
        }
        catch (TargetInvocationException fault) when (fault.InnerException is InputException inner)
        {
            foreach (var problem in inner.Diagnostics) problems.Add(problem.Code, $"'{path}': {problem.Message}", problem.Remedy, node.Place);
        }
    }

    private object? Value(YamlNode node, Shape shape, string path) => shape.Kind switch
    {
        _ when node is YamlBroken => null,
        ShapeKind.Section => Section(node, shape.Type, path),
        ShapeKind.List => List(node, shape, path),
        ShapeKind.Table => Table(node, shape, path),
        _ => scalars.Read(node, shape, path),
    };

    private object? List(YamlNode node, Shape shape, string path)
    {
        if (node is not YamlList list)
        {
            problems.Add("MS0006", $"'{path}' must be {shape.Expected}, not {(node is YamlScalar { IsEmpty: true } ? "empty" : node.Kind)}", "write [a, b], or one '- item' a line; [] is the empty list", node.Place);
            return null;
        }
        var element = shape.Element!;
        var items = Array.CreateInstance(element.Type, list.Items.Count);
        for (int i = 0; i < items.Length; i++)
            if (Value(list.Items[i], element, Join(path, i.ToString())) is { } item) items.SetValue(item, i);
        return shape.Type.IsGenericType && shape.Type.GetGenericTypeDefinition() == typeof(List<>) ? Activator.CreateInstance(shape.Type, items) : items;
    }

    private object? Table(YamlNode node, Shape shape, string path)
    {
        if (node is not YamlSection section)
        {
            problems.Add("MS0006", $"'{path}' must be {shape.Expected}, not {(node is YamlScalar { IsEmpty: true } ? "empty" : node.Kind)}", "write 'name: value' on indented lines; {} is the empty section", node.Place);
            return null;
        }
        var element = shape.Element!;
        var table = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), element.Type))!;
        foreach (var entry in section.Entries)
        {
            var value = entry.Value is YamlScalar { IsEmpty: true } empty ? empty with { Place = entry.Place } : entry.Value;
            if (Value(value, element, Join(path, entry.Key)) is { } item) table[entry.Key] = item;
        }
        return table;
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : path + "." + key;

    private static string Named(string path) => path.Length == 0 ? "the file" : $"'{path}'";
}
