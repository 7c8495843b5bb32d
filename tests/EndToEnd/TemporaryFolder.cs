namespace Multiscale.EndToEndTests;

/// <summary>Folders for runs; all vanish when the tests have ended.</summary>
internal static class TemporaryFolder
{
    private static readonly string Root = Directory.CreateTempSubdirectory("multiscale-tests-").FullName;

    private static int count;

    static TemporaryFolder() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Root, recursive: true);

    /// <summary>A new empty folder.</summary>
    public static string Create(string name) => Directory.CreateDirectory(NameOf(name)).FullName;

    /// <summary>The path of a folder that does not exist yet.</summary>
    public static string NameOf(string name) => Path.Combine(Root, $"{Interlocked.Increment(ref count)}-{name}");
}
