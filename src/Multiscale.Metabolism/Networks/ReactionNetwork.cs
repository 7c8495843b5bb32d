using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.Metabolism;

/// <summary>What a taken amount is divided by before it enters the equations.</summary>
public enum Share
{
    Whole,

    /// <summary>The volume of the cell.</summary>
    Cell,

    /// <summary>The volume of tissue that the cell has for itself.</summary>
    Tissue,
}

/// <summary>An input of the equations that a port fills: amounts over a window also by its length.</summary>
public sealed record TakenInput(string Input, string Port, Share Per, SourceLocation At);

/// <summary>A state or derived quantity that a port gives to others: its value as it is, or a rate [mM/s] whose amount over the window it gives [amol].</summary>
/// <param name="Per">The volume that a rate holds in.</param>
/// <param name="Total">The state that adds up the rate, from zero in each window; -1 for a value as it is.</param>
public sealed record GivenValue(string Port, string Value, Share Per, SourceLocation At, int Total = -1);

/// <summary>
/// Reactions of one cell as data: equations (the text of <see cref="EquationText"/>) and what connects them to other solvers.
/// <code>
/// take INPUT = PORT [per cell|per tissue]      give PORT = VALUE [per cell|per tissue]
/// from MODEL                                   without STATE, STATE
/// when CONDITION set STATE = VALUE, STATE = VALUE
/// </code>
/// 'from' begins with another model, whose statements those that follow replace, name by name (an input may take the place of an equation); 'without' drops
/// states that nothing else then needs; 'when' lets states jump at the moment a condition becomes true.
/// </summary>
public sealed record ReactionNetwork
{
    public required EquationModel Model { get; init; }

    public required IReadOnlyList<TakenInput> Takes { get; init; }

    public required IReadOnlyList<GivenValue> Gives { get; init; }

    public IReadOnlyList<NetworkEvent> Events { get; init; } = [];

    public string Name => Model.Name;

    /// <summary>The models that come with the program.</summary>
    public static IReadOnlyList<string> Shipped { get; } =
        [.. typeof(ReactionNetwork).Assembly.GetManifestResourceNames().Where(n => n.EndsWith(".model", StringComparison.Ordinal)).Select(n => n[..^".model".Length]).Order(StringComparer.Ordinal)];

    /// <summary>A shipped model by its name, or a file that ends in .model or .xml (SBML).</summary>
    /// <param name="values">Parameters that differ from the text.</param>
    /// <exception cref="InputException">MS0607: there is no such model; MS0608, MS0609, MS135x: errors in its text.</exception>
    public static ReactionNetwork Load(string name, IReadOnlyDictionary<string, double>? values = null, SourceLocation? at = null)
    {
        var (text, file) = Open(name, at);
        return NetworkText.Read(text, file).Lower(values ?? new Dictionary<string, double>());
    }

    /// <summary>The network of a text.</summary>
    /// <exception cref="InputException">MS0608, MS0609, MS135x: errors in the text.</exception>
    public static ReactionNetwork Parse(string text, string fileName, IReadOnlyDictionary<string, double>? values = null) =>
        NetworkText.Read(text, fileName).Lower(values ?? new Dictionary<string, double>());

    internal static (string Text, string File) Open(string name, SourceLocation? at)
    {
        if (File.Exists(name)) return (File.ReadAllText(name), name);
        using var stream = typeof(ReactionNetwork).Assembly.GetManifestResourceStream(name + ".model")
            ?? throw new InputException("MS0607", $"there is no metabolic model '{name}'", $"use one of {string.Join(", ", Shipped)}, or the path of a .model or SBML file", at);
        return (new StreamReader(stream).ReadToEnd(), name + ".model");
    }
}
