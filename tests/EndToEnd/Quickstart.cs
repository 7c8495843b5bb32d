using Multiscale.TestProcesses;

namespace Multiscale.EndToEndTests;

/// <summary>Short runs of the committed quickstart on 1, 2, 3 and 4 ranks, shared by the tests that look at them.</summary>
public sealed class Quickstart
{
    /// <summary>Simulated time [ms]; the settings below make cells fire within it.</summary>
    public const double Duration = 20;

    private readonly Dictionary<int, (string Folder, Outcome Outcome)> runs = [];

    public static string CaseFile { get; } = Path.Combine(Cli.Home, "configs", "quickstart", "case.yaml");

    /// <summary>Two slow windows and four fast ones, a strong stimulus from the start.</summary>
    public static IReadOnlyList<string> Settings { get; } =
    [
        $"duration={Duration} ms", "windows.tissue=5 ms", "windows.slow=10 ms", "reports.voltage=1 ms", "reports.fields=5 ms",
        "neurons.stimuli.0.start=1 ms", "neurons.stimuli.0.duration=15 ms", "neurons.stimuli.0.amplitude=0.5 nA",
    ];

    /// <summary>The run folder and what the program said; runs on the first call. Two ranks start through <c>--ranks</c>, the others through mpirun.</summary>
    public (string Folder, Outcome Outcome) On(int ranks)
    {
        if (runs.TryGetValue(ranks, out var done)) return done;
        string folder = TemporaryFolder.NameOf($"quickstart-{ranks}");
        string[] arguments = ["run", CaseFile, "--out", folder, "--json", .. Settings.SelectMany(s => (string[])["--set", s])];
        var outcome = ranks == 2 ? Cli.Run([.. arguments, "--ranks", "2"]) : Cli.Run(ranks == 1 ? 0 : ranks, arguments, TimeSpan.FromMinutes(8));
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return runs[ranks] = (folder, outcome);
    }

    public string FileOf(int ranks, string name) => Path.Combine(On(ranks).Folder, name);
}

/// <summary>The tests that share the runs.</summary>
[CollectionDefinition("quickstart")]
public sealed class QuickstartCollection : ICollectionFixture<Quickstart>;
