using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.Brain;

/// <summary>The models that come with the program, each one text.</summary>
public static class BrainModels
{
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(BrainModels).Assembly.GetManifestResourceNames().Where(n => n.EndsWith(".model", StringComparison.Ordinal)).Select(n => n[..^".model".Length]).Order(StringComparer.Ordinal)];

    /// <summary>A shipped model by its name, or the text in a file that ends in .model.</summary>
    /// <exception cref="InputException">MS1506: there is no such model; MS135x: errors in its text.</exception>
    public static EquationText Load(string name, SourceLocation? at = null)
    {
        var (text, file) = Open(name, at);
        return EquationText.Parse(text, file, (other, place) => Open(other, place));
    }

    private static (string Text, string File) Open(string name, SourceLocation? at)
    {
        if (name.EndsWith(".model", StringComparison.Ordinal) && File.Exists(name)) return (File.ReadAllText(name), name);
        using var stream = typeof(BrainModels).Assembly.GetManifestResourceStream(name + ".model")
            ?? throw new InputException("MS1506", $"there is no model '{name}'", $"use one of {string.Join(", ", Names)}, or the path of a .model file", at);
        return (new StreamReader(stream).ReadToEnd(), name + ".model");
    }
}
