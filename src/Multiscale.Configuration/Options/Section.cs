using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Multiscale.Core;

namespace Multiscale.Configuration;

/// <summary>One key of a section: a property of an option record.</summary>
/// <param name="Key">The property's name in snake_case.</param>
/// <param name="Nullable">The value may be <c>null</c>.</param>
internal sealed record Option(PropertyInfo Property, string Key, Shape Shape, bool Required, bool Nullable, string Summary);

/// <summary>The keys of an option record, base types first, in the order of their declaration. Properties without a setter are no options.</summary>
internal sealed class Section
{
    private static readonly ConcurrentDictionary<Type, Section> Known = new();

    private Section(Type type)
    {
        Type = type;
        var nullability = new NullabilityInfoContext();
        var options = new List<Option>();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.SetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0)
            .OrderBy(p => Depth(p.DeclaringType!)).ThenBy(p => p.MetadataToken))
        {
            if (property.PropertyType == typeof(SourceLocation)) { Location = property; continue; }
            options.Add(new Option(property, JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name),
                Shape.Of(property.PropertyType, property.GetCustomAttribute<QuantityAttribute>()),
                property.IsDefined(typeof(RequiredMemberAttribute)),
                nullability.Create(property).WriteState == NullabilityState.Nullable,
                property.GetCustomAttribute<SummaryAttribute>()?.Text ?? ""));
        }
        Options = options;
        Keys = [.. options.Select(o => o.Key)];
    }

    public Type Type { get; }

    public IReadOnlyList<Option> Options { get; }

    public IReadOnlyList<string> Keys { get; }

    /// <summary>A property of type <see cref="SourceLocation"/>, filled with the place of the section; it is no key.</summary>
    public PropertyInfo? Location { get; }

    public string Summary => Type.GetCustomAttribute<SummaryAttribute>()?.Text ?? "";

    public static Section Of(Type type) => Known.GetOrAdd(type, t => new Section(t));

    /// <summary>A record with its defaults; required members are still unset.</summary>
    public object Create() => Activator.CreateInstance(Type)!;

    private static int Depth(Type type) => type.BaseType is null ? 0 : 1 + Depth(type.BaseType);
}
