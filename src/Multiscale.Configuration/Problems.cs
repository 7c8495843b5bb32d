using Multiscale.Core;

namespace Multiscale.Configuration;

/// <summary>Everything that is wrong with a configuration, reported together.</summary>
public sealed class Problems
{
    private readonly List<Diagnostic> found = [];
    private readonly Func<string, Place?>? places;

    internal Problems(Func<string, Place?>? places = null) => this.places = places;

    public int Count => found.Count;

    /// <summary>Adds a problem with the value at <paramref name="path"/> (<c>cells.0.gid</c>), shown with its line in the file.</summary>
    public void Add(string path, string code, string message, string remedy) => Add(code, message, remedy, places?.Invoke(path));

    internal void Add(string code, string message, string remedy, Place? place) =>
        found.Add(new Diagnostic(code, message.ReplaceLineEndings(" "), remedy, place?.Location, place?.Excerpt));

    /// <exception cref="InputException">There are problems; it holds them all, in the order of their lines.</exception>
    public void ThrowIfAny()
    {
        if (found.Count > 0) throw new InputException([.. found.OrderBy(d => d.Location?.Line ?? 0).ThenBy(d => d.Location?.Column ?? 0)]);
    }
}
