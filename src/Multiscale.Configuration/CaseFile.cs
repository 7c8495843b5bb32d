using Multiscale.Core;

namespace Multiscale.Configuration;

/// <summary>
/// Reads a YAML file into a record of options. Keys are the snake_case names of the record's properties; numbers with a
/// <see cref="QuantityAttribute"/> carry their unit in the text; everything that is wrong is reported at once.
/// </summary>
public static class CaseFile
{
    /// <summary>The options in the file at <paramref name="path"/>, after <paramref name="overrides"/> of the form <c>a.b.0.c=value</c>.</summary>
    /// <exception cref="InputException">The file cannot be read, or something in it is wrong; holds every problem with its line.</exception>
    public static T Load<T>(string path, IReadOnlyList<string>? overrides = null) where T : class => Open<T>(path, overrides).Value;

    /// <summary>As <see cref="Load{T}"/>, but keeps the places of all values, for checks between keys.</summary>
    public static CaseDocument<T> Open<T>(string path, IReadOnlyList<string>? overrides = null) where T : class => Parse<T>(Text(path), path, overrides);

    /// <summary>As <see cref="Open{T}"/> for a text already in memory; <paramref name="path"/> serves messages and relative paths.</summary>
    public static CaseDocument<T> Parse<T>(string text, string path, IReadOnlyList<string>? overrides = null) where T : class
    {
        var problems = new Problems();
        var root = new YamlText(text, path, problems).Read();
        if (root is null)
        {
            problems.ThrowIfAny();
            // An empty file may still get all it needs from the command line.
            root = new YamlSection(new Place(new SourceLocation(path, 1, 1), null), []);
        }
        root = Override.Apply(root, overrides ?? [], problems);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var value = (T)new Binder(folder, problems).Section(root, typeof(T), "");
        problems.ThrowIfAny();
        return new CaseDocument<T>(value, path, root);
    }

    /// <summary>All options with their defaults filled in, as YAML that <see cref="Load{T}"/> reads back to an equal record.</summary>
    public static string ResolvedYaml(object options) => Configuration.ResolvedYaml.Print(options);

    /// <summary>The reference page of an option record and the records inside it, in Markdown.</summary>
    public static string ReferencePage(Type options, string title) => Configuration.ReferencePage.Print(options, title);

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            string parent = Path.GetDirectoryName(Path.GetFullPath(path))!;
            bool folder = Directory.Exists(path);
            var names = Directory.Exists(folder ? path : parent) ? Directory.EnumerateFiles(folder ? path : parent, "*.y*ml").Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal).ToArray() : [];
            throw new InputException("MS0001", folder ? $"'{path}' is a folder, not a file" : $"cannot read the file '{path}': {fault.Message}",
                names.Length == 0 ? "give the path of a YAML file" : Spelling.Advice(Path.GetFileName(path), names, "that folder has"), new SourceLocation(path));
        }
    }
}
