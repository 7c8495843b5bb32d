using System.Globalization;
using System.Text.Json;
using Multiscale.Formats;
using Multiscale.TestProcesses;

namespace Multiscale.EndToEndTests;

/// <summary>Runs that go on. Oracle: the same run in one piece, to the bit, on any number of ranks before and after.</summary>
public sealed class RestartTests
{
    // Between two slow windows: blood flow and metabolism are then behind, and what they are to take is on its way.
    private static readonly string[] Checkpoints = ["--set", "reports.checkpoint=12.5 ms"];

    [Theory]
    [InlineData(0, 2, "schedule=local-source")]
    [InlineData(3, 1, "schedule=repeat")]
    [InlineData(2, 4, "blood_flow.solver.hematocrit.transport=true")]
    public void Resume_AfterTheRunEnded_AddsToItsFiles(int before, int after, string set)
    {
        string whole = TemporaryFolder.NameOf("whole"), parts = TemporaryFolder.NameOf("parts");
        Run(0, ["--out", whole, .. Checkpoints, "--set", set]);
        Run(before, ["--out", parts, .. Checkpoints, "--set", set, "--set", "duration=15 ms"]);
        Run(after, ["--out", parts, .. Checkpoints, "--set", set, "--resume"]);
        Same(whole, parts);
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(parts, "run.json")));
        Assert.Equal(12.5, manifest.RootElement.GetProperty("restarted_at_ms").GetDouble());
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public void Resume_AfterASignal_GivesTheFilesOfTheWholeRun(string signal)
    {
        string whole = TemporaryFolder.NameOf("whole"), parts = TemporaryFolder.NameOf("parts");
        string[] settings = ["--set", "duration=400 ms", "--set", "reports.checkpoint=50 ms"];
        Run(0, ["--out", whole, .. settings]);
        var stopped = ChildProcess.Run(ChildProcess.Direct(Cli.Program, ["run", SmallCase.File, "--out", parts, .. settings]), TimeSpan.FromMinutes(1), Cli.Home, pid =>
        {
            for (int i = 0; i < 1200 && !File.Exists(Path.Combine(parts, "checkpoint.h5")); i++) Thread.Sleep(10);
            Assert.Equal(0, ChildProcess.Run(["kill", "-" + signal, pid.ToString(CultureInfo.InvariantCulture)]).ExitCode);
        });
        Assert.Equal(signal == "TERM" ? 5 : 137, stopped.ExitCode);
        Run(2, ["--out", parts, .. settings, "--resume"]);
        Same(whole, parts);
    }

    [Fact]
    public void Restart_InAnotherFolder_ReportsFromThere()
    {
        string whole = TemporaryFolder.NameOf("whole"), rest = TemporaryFolder.NameOf("rest");
        Run(0, ["--out", whole, .. Checkpoints]);
        Run(2, ["--out", rest, "--set", $"restart={Path.Combine(whole, "checkpoint.h5")}"]);
        var (all, later) = (ReportFile.Read(Path.Combine(whole, "voltages.h5"), "cells"), ReportFile.Read(Path.Combine(rest, "voltages.h5"), "cells"));
        // A frame every millisecond: 13 to 20.
        Assert.Equal((13, 8), (later.Start, later.Frames));
        Assert.Equal(all.Data[^later.Data.Length..], later.Data);
        var (flows, laterFlows) = (ReportFile.Read(Path.Combine(whole, "report_flows.h5"), "vasculature"), ReportFile.Read(Path.Combine(rest, "report_flows.h5"), "vasculature"));
        Assert.Equal((15, 2), (laterFlows.Start, laterFlows.Frames));
        Assert.Equal(flows.Data[^laterFlows.Data.Length..], laterFlows.Data);
        var (spikes, laterSpikes) = (SpikesFile.Read(Path.Combine(whole, "spikes.h5"))[0], SpikesFile.Read(Path.Combine(rest, "spikes.h5"))[0]);
        Assert.True(laterSpikes.Count > 0);
        Assert.Equal(spikes.Times.Where(t => t > 12.5), laterSpikes.Times);
    }

    /// <summary>Every kind of SONATA input, edge and report.</summary>
    [Fact]
    public void Resume_MixedCircuit_IsBitEqual()
    {
        string config = MixedCircuit.Write(TemporaryFolder.Create("mixed")), whole = TemporaryFolder.NameOf("whole"), parts = TemporaryFolder.NameOf("parts");
        // 60 ms in windows of 2.5 ms.
        string[] settings = ["--set", "reports.checkpoint=27.5 ms"];
        Run(0, config, ["--out", whole, .. settings]);
        Run(2, config, ["--out", parts, .. settings, "--set", "duration=45 ms"]);
        Run(3, config, ["--out", parts, .. settings, "--resume"]);
        Same(whole, parts);
    }

    [Fact]
    public void Resume_Reactions_AddsToItsFiles()
    {
        string file = Path.Combine(Cli.Home, "tests", "EndToEnd", "reaction", "case.yaml"), whole = TemporaryFolder.NameOf("whole"), parts = TemporaryFolder.NameOf("parts");
        Run(0, file, ["--out", whole]);
        Run(2, file, ["--out", parts, "--set", "duration=10 ms"]);
        Run(3, file, ["--out", parts, "--resume"]);
        Same(whole, parts);
    }

    [Fact]
    public void Resume_WithNothingToGoOnFrom_IsAnInputError()
    {
        string folder = TemporaryFolder.NameOf("nothing");
        Refused("MS0137", ["run", SmallCase.File, "--out", folder, "--resume"]);
        Run(0, ["--out", folder, .. Checkpoints]);
        Refused("MS0138", ["run", SmallCase.File, "--out", folder, .. Checkpoints, "--set", "neurons.solver.time_step=12.5 us", "--resume"]);
        Refused("MS0136", ["run", SmallCase.File, "--out", folder, .. Checkpoints, "--set", "duration=10 ms", "--resume"]);
        Refused("MS0742", ["run", SmallCase.File, "--out", TemporaryFolder.NameOf("other"), "--set", $"restart={Path.Combine(folder, "checkpoint.h5")}", "--set", "box.cubes=[5, 4, 4]"]);
        Refused("MS0139", ["run", Path.Combine(Cli.Home, "configs", "brain-up-down", "case.yaml"), "--out", folder, "--resume"]);
    }

    private static void Refused(string code, string[] arguments)
    {
        var outcome = Cli.Run(arguments);
        Assert.True(outcome.ExitCode == 2 && outcome.Error.Contains(code, StringComparison.Ordinal), outcome.ToString());
    }

    private static void Run(int ranks, string[] arguments) => Run(ranks, SmallCase.File, arguments);

    private static void Run(int ranks, string file, string[] arguments)
    {
        var outcome = Cli.Run(ranks, ["run", file, .. arguments]);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
    }

    /// <summary>All data files of a run, checkpoint and XDMF among them.</summary>
    private static void Same(string whole, string parts)
    {
        string[] files = [.. Directory.GetFiles(whole, "*.h5").Select(f => Path.GetFileName(f))];
        Assert.True(files.Length >= 2);
        foreach (string file in files) Assert.Empty(Hdf5Comparison.Differences(Path.Combine(whole, file), Path.Combine(parts, file)));
        if (File.Exists(Path.Combine(whole, "fields.xdmf"))) Assert.Equal(File.ReadAllText(Path.Combine(whole, "fields.xdmf")), File.ReadAllText(Path.Combine(parts, "fields.xdmf")));
        Assert.Equal(Directory.GetFiles(whole).Length, Directory.GetFiles(parts).Length);
    }
}
