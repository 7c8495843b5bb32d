using System.Text.Json;
using Multiscale.Core;

namespace Multiscale.Configuration;

internal enum ShapeKind { Section, List, Table, Number, Whole, Truth, Text, Choice, Time, File }

/// <summary>What a YAML value must look like to become a value of a .NET type.</summary>
/// <param name="Type">The .NET type, without Nullable.</param>
/// <param name="Quantity">Unit and range; handed down to the elements of lists and tables.</param>
/// <param name="Element">The shape of the elements of a list or table.</param>
internal sealed record Shape(ShapeKind Kind, Type Type, QuantityAttribute? Quantity, Shape? Element)
{
    public Unit Unit { get; } = Unit.Parse(Quantity?.Unit ?? (Kind == ShapeKind.Time ? "ms" : "1"));

    public static Shape Of(Type declared, QuantityAttribute? quantity)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        Shape Simple(ShapeKind kind) => new(kind, type, quantity, null);
        if (type == typeof(double)) return Simple(ShapeKind.Number);
        if (type == typeof(int) || type == typeof(long)) return Simple(ShapeKind.Whole);
        if (type == typeof(bool)) return Simple(ShapeKind.Truth);
        if (type == typeof(string)) return Simple(ShapeKind.Text);
        if (type == typeof(SimTime)) return Simple(ShapeKind.Time);
        if (type == typeof(InputPath)) return Simple(ShapeKind.File);
        if (type.IsEnum) return Simple(ShapeKind.Choice);
        if (type.IsArray) return new(ShapeKind.List, type, quantity, Of(type.GetElementType()!, quantity));
        if (type.IsGenericType)
        {
            var (definition, arguments) = (type.GetGenericTypeDefinition(), type.GetGenericArguments());
            if (definition == typeof(List<>) || definition == typeof(IReadOnlyList<>) || definition == typeof(IReadOnlyCollection<>) || definition == typeof(IEnumerable<>))
                return new(ShapeKind.List, type, quantity, Of(arguments[0], quantity));
            if ((definition == typeof(Dictionary<,>) || definition == typeof(IReadOnlyDictionary<,>)) && arguments[0] == typeof(string))
                return new(ShapeKind.Table, type, quantity, Of(arguments[1], quantity));
        }
        if (type.IsClass && !type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is not null) return Simple(ShapeKind.Section);
        throw new NotSupportedException($"an option cannot be of type {type}: use a record with init properties, a list, a table or a simple type");
    }

    /// <summary>The texts of an enumeration, in kebab-case.</summary>
    public IReadOnlyList<string> Choices => [.. Enum.GetNames(Type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    /// <summary>"a quantity in ms, for example '1 ms'".</summary>
    public string Expected => Kind switch
    {
        ShapeKind.Section => "a section of keys",
        ShapeKind.List => $"a list, each item {Element!.Expected}",
        ShapeKind.Table => $"a section of named entries, each {Element!.Expected}",
        ShapeKind.Number when Unit.Dimension == Dimension.None => "a number",
        ShapeKind.Number => $"a quantity such as '1 {Unit}'",
        ShapeKind.Whole => "a whole number",
        ShapeKind.Truth => "true or false",
        ShapeKind.Text => "a text",
        ShapeKind.Choice => "one of " + string.Join(", ", Choices),
        ShapeKind.Time => $"a time such as '1 {Unit}'",
        _ => "the path of a file",
    };
}
