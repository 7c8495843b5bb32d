using System.Reflection;
using Multiscale.TestProcesses;

namespace Multiscale.EndToEndTests;

/// <summary>The program as its users start it.</summary>
public static class Cli
{
    /// <summary>The root of the source tree.</summary>
    public static string Home { get; } = FindHome();

    /// <summary>The program of the same configuration as these tests, where it was built.</summary>
    public static string Program { get; } = Path.Combine(Home, "src", "Multiscale.Cli", "bin", Configuration, "net10.0", "multiscale.dll");

    private static string Configuration => typeof(Cli).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    // Runs inherit it: what the tests compute must not come from, or go to, the user's own cache.
    static Cli() => Environment.SetEnvironmentVariable("MULTISCALE_CACHE", TemporaryFolder.Create("cache"));

    /// <summary>Runs <c>multiscale</c> with these arguments, in the root of the source tree.</summary>
    public static Outcome Run(params string[] arguments) => Run(0, arguments);

    /// <summary>Runs <c>mpirun -n RANKS multiscale</c>; 0 ranks: without mpirun.</summary>
    public static Outcome Run(int ranks, IEnumerable<string> arguments, TimeSpan? timeout = null) =>
        ChildProcess.Run(Program, arguments, ranks, timeout, Home);

    /// <summary>Runs the launcher, without its check for newer sources; skips the test where no Release build is.</summary>
    public static Outcome Launch(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Program.Replace($"/{Configuration}/", "/Release/")), "the launcher starts the Release build, and there is none");
        return ChildProcess.Run(["env", "MULTISCALE_SETUP=off", Path.Combine(Home, "multiscale"), .. arguments], folder: Path.GetTempPath());
    }

    private static string FindHome()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Multiscale.sln"))) return at.FullName;
        throw new DirectoryNotFoundException("Multiscale.sln was not found above " + AppContext.BaseDirectory);
    }
}
