namespace Multiscale.UnitTests;

/// <summary>The mod files of the tests and those the program ships.</summary>
internal static class ModFiles
{
    public static string Home { get; } = FindHome();

    public static string Tests => Path.Combine(Home, "tests", "Unit", "Modeling", "Mod");

    public static string Shipped => Path.Combine(Home, "src", "Multiscale.Neurons", "Mod");

    public static string Malformed => Path.Combine(Tests, "Malformed");

    /// <summary>File names, in order, of a folder.</summary>
    public static TheoryData<string> Names(string folder) => [.. Directory.GetFiles(folder, "*.mod").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string FindHome()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Multiscale.sln"))) return at.FullName;
        throw new DirectoryNotFoundException("Multiscale.sln was not found above " + AppContext.BaseDirectory);
    }
}
