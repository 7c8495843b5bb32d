using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>What is wrong in a file, collected so that all of it is told at once.</summary>
internal sealed class NmodlErrors
{
    private readonly List<Diagnostic> errors = [], warnings = [];
    private readonly Dictionary<string, NmodlSource> sources = [];

    public bool Any => errors.Count > 0;

    public IReadOnlyList<Diagnostic> Warnings => warnings;

    /// <summary>The names and texts of all files read.</summary>
    public string AllText => string.Concat(sources.Select(s => $"{s.Key}\0{s.Value.Text}\0"));

    public void Know(NmodlSource source) => sources[source.FileName] = source;

    public void Add(string code, SourceLocation at, string message, string remedy) => errors.Add(Make(code, at, message, remedy));

    public void Warn(string code, SourceLocation at, string message, string remedy) => warnings.Add(Make(code, at, message, remedy));

    /// <exception cref="InputException">There are errors: all of them, in the order of the text.</exception>
    public void ThrowIfAny()
    {
        if (Any) throw new InputException([.. errors.Distinct().OrderBy(e => e.Location!.Value.File, StringComparer.Ordinal).ThenBy(e => e.Location!.Value.Line).ThenBy(e => e.Location!.Value.Column)]);
    }

    private Diagnostic Make(string code, SourceLocation at, string message, string remedy) =>
        new(code, message, remedy, at, sources.TryGetValue(at.File, out var source) ? source.Excerpt(at) : null);
}

/// <summary>Leaves the block being parsed after its error was noted.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1064", Justification = "Never leaves the parser.")]
internal sealed class NmodlRecovery : Exception;
