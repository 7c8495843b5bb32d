namespace Multiscale.UnitTests;

/// <summary>Files of other projects that are not part of this repository; tests that need them skip where they are missing.</summary>
internal static class ThirdPartyData
{
    /// <summary>The path of a file or folder below MULTISCALE_DATA, or below a folder shared/data above the tests.</summary>
    internal static string Require(string name)
    {
        string? found = Candidates().Select(folder => Path.Combine(folder, name)).FirstOrDefault(Path.Exists);
        Assert.SkipWhen(found is null, $"third-party data {name} is not here (set MULTISCALE_DATA to its folder)");
        return found!;
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("MULTISCALE_DATA") is { Length: > 0 } folder) yield return folder;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent) yield return Path.Combine(at.FullName, "shared", "data");
    }
}
