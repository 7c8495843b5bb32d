using System.Xml.Linq;

namespace Multiscale.ArchitectureTests;

/// <summary>A project of src/ and the projects it references, by name without "Multiscale.".</summary>
public sealed record Project(string Name, string Folder, IReadOnlyList<string> References, IReadOnlyList<string> Packages);

/// <summary>The source tree these tests were built from.</summary>
public static class SourceTree
{
    public static string Home { get; } = FindHome();

    public static IReadOnlyList<Project> Projects { get; } = [.. Directory.GetFiles(Path.Combine(Home, "src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>Paths relative to the root, with '/', of the files below <paramref name="folder"/>; without build outputs.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Home, folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Home, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or ".build"))
            .Order(StringComparer.Ordinal);

    public static string Text(string file) => File.ReadAllText(Path.Combine(Home, file));

    private static Project Read(string file)
    {
        var xml = XDocument.Load(file);
        return new Project(Short(Path.GetFileNameWithoutExtension(file)), Path.GetDirectoryName(file)!,
            [.. xml.Descendants("ProjectReference").Select(r => Short(Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/'))))],
            [.. xml.Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value)]);
    }

    private static string Short(string name) => name.StartsWith("Multiscale.", StringComparison.Ordinal) ? name["Multiscale.".Length..] : name;

    private static string FindHome()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Multiscale.sln"))) return at.FullName;
        throw new DirectoryNotFoundException("Multiscale.sln was not found above " + AppContext.BaseDirectory);
    }
}
