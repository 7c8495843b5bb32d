using System.Globalization;
using System.Text.Json;
using Multiscale.Formats;
using Multiscale.TestProcesses;

namespace Multiscale.EndToEndTests;

/// <summary>How runs go and end: any solver may be missing, stops keep what was written, failures end the job at once.</summary>
public sealed class RunTests
{
    [Theory]
    [InlineData("neurons", "diffusion", "spikes.h5")]
    [InlineData("diffusion", "neurons", "fields.h5")]
    [InlineData("blood_flow", "metabolism", "report_flows.h5")]
    [InlineData("metabolism", "neurons", null)]
    public void Run_WithoutASection_TheOthersRun(string section, string other, string? absent)
    {
        string folder = TemporaryFolder.NameOf("without");
        var outcome = Cli.Run("run", SmallCase.Without(section), "--out", folder, "--json");
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        var last = SmallCase.LastLine(outcome);
        Assert.False(last.GetProperty("seconds").TryGetProperty(section.Replace('_', ' '), out _), last.ToString());
        // Metabolism belongs to cells: without neurons there are none.
        Assert.True(last.GetProperty("seconds").TryGetProperty(other, out _), last.ToString());
        Assert.True(last.GetProperty("ledger_worst_relative").GetDouble() < 1e-9);
        if (absent is not null) Assert.False(File.Exists(Path.Combine(folder, absent)));
        Assert.True(File.Exists(Path.Combine(folder, "report.html")));
    }

    [Fact]
    public void Run_NeuronsSwitchedOff_CellsKeepTheirRestingDemand()
    {
        var outcome = Cli.Run("run", SmallCase.File, "--out", TemporaryFolder.NameOf("off"), "--json", "--set", "neurons.enabled=false");
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        var last = SmallCase.LastLine(outcome);
        Assert.Equal(0, last.GetProperty("spikes").GetInt32());
        Assert.Equal(7, last.GetProperty("cells").GetInt32());
        // Nothing disturbs the resting state; blood supplies the cells unevenly, which moves ATP by little.
        var atp = last.GetProperty("ATP_n, mean");
        Assert.Equal(atp.GetProperty("first").GetDouble(), atp.GetProperty("last").GetDouble(), 1e-5);
    }

    [Theory]
    [InlineData("neurons.enabled=false", "blood_flow=null", "metabolism=null")]
    [InlineData("diffusion=null", "blood_flow=null", "metabolism=null")]
    [InlineData("neurons=null", "diffusion=null", "metabolism=null")]
    [InlineData("neurons.enabled=false", "diffusion=null", "blood_flow=null")]
    public void Run_OneSolverAlone_Completes(params string[] off)
    {
        var outcome = Cli.Run(["run", SmallCase.File, "--out", TemporaryFolder.NameOf("alone"), "--json", .. off.SelectMany(s => (string[])["--set", s])]);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.Equal(0.02, SmallCase.LastLine(outcome).GetProperty("simulated_s").GetDouble());
    }

    [Fact]
    public void Run_EverySolverOff_IsAnInputError()
    {
        string folder = TemporaryFolder.NameOf("nothing");
        var outcome = Cli.Run("run", SmallCase.File, "--out", folder, "--set", "neurons=null", "--set", "diffusion=null", "--set", "blood_flow=null", "--set", "metabolism=null");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("MS0120", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void Run_Signalled_StopsAfterTheWindowAndLeavesReadableFiles(string signal)
    {
        string folder = TemporaryFolder.NameOf("stopped");
        string[] command = ChildProcess.Direct(Cli.Program, ["run", SmallCase.File, "--out", folder, "--json", "--set", "duration=1000 s", "--set", "reports.fields=1 s"]);
        var outcome = ChildProcess.Run(command, TimeSpan.FromMinutes(1), Cli.Home, pid =>
        {
            // Signalled when the first windows have been written.
            WaitFor(() => File.Exists(Path.Combine(folder, "run.json")) && new FileInfo(Path.Combine(folder, "voltages.h5")) is { Exists: true, Length: > 50_000 });
            Assert.Equal(0, ChildProcess.Run(["kill", "-" + signal, pid.ToString(CultureInfo.InvariantCulture)]).ExitCode);
        });
        Assert.False(outcome.TimedOut, outcome.ToString());
        Assert.True(outcome.ExitCode == 5, outcome.ToString());
        double simulated = SmallCase.LastLine(outcome).GetProperty("simulated_s").GetDouble();
        Assert.InRange(simulated, 1e-3, 999);
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "run.json")));
        Assert.Equal("interrupted", manifest.RootElement.GetProperty("exit").GetString());
        using var voltages = Hdf5File.Open(Path.Combine(folder, "voltages.h5"));
        // A frame every millisecond and one at the start, up to the end of the last window.
        Assert.Equal(Math.Floor(1e3 * simulated + 1e-6) + 1, voltages.Shape("/report/cells/data")[0]);
        Assert.All(SpikesFile.Read(Path.Combine(folder, "spikes.h5"))[0].Times, t => Assert.InRange(t, 0, 1e3 * simulated));
        using var fields = Hdf5File.Open(Path.Combine(folder, "fields.h5"));
        Assert.Contains("000000", fields.Children("/fields/k"));
        Assert.True(File.Exists(Path.Combine(folder, "report.html")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Run_LedgerBudgetOfZero_EndsTheJobWithCode3AndOneMessage(int ranks)
    {
        string folder = TemporaryFolder.NameOf("unbalanced");
        // Waiting ranks would hold the job until the time is over.
        var outcome = Cli.Run(ranks, ["run", SmallCase.File, "--out", folder, "--set", "coupling.ledger_budget=0"], TimeSpan.FromSeconds(60));
        Assert.False(outcome.TimedOut, outcome.ToString());
        Assert.True(outcome.ExitCode == 3, outcome.ToString());
        Assert.Equal(2, outcome.Error.Split("error MS0901").Length);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "run.json")));
        Assert.StartsWith("error MS0901", manifest.RootElement.GetProperty("exit").GetString(), StringComparison.Ordinal);
    }

    private static void WaitFor(Func<bool> condition)
    {
        for (int i = 0; i < 600 && !condition(); i++) Thread.Sleep(50);
    }
}
