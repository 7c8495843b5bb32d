using System.Diagnostics;
using Multiscale.Sweep;
using Multiscale.TestProcesses;

namespace Multiscale.EndToEndTests;

/// <summary>Sweeps as they go wrong: ranks and jobs are killed, and the table ends up as if nothing had happened.</summary>
public sealed class SweepTests
{
    private const int Points = 48;

    private static readonly string Whole = TemporaryFolder.NameOf("sweep-whole");

    private static readonly Lazy<string> File = new(() =>
    {
        string path = Path.Combine(TemporaryFolder.Create("sweep"), "sweep.yaml");
        System.IO.File.WriteAllText(path, $"""
            name: small
            base: {SmallCase.File}
            axes:
              amplitude:
                parameter: neurons.stimuli.0.amplitude
                from: 0.1 nA
                to: 0.3 nA
                count: {Points / 2}
              duration:
                kind: list
                values: [5 ms]
              radii:
                parameter: blood_flow.solver.radii
                kind: list
                values: [fixed, endfoot]
            """);
        return path;
    });

    private static readonly Lazy<ResultTable> Reference = new(() =>
    {
        var outcome = Cli.Run("sweep", File.Value, "--out", Whole);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return ResultTable.Read(Whole);
    });

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 1)]
    [InlineData(4, 3)]
    public void Sweep_AnyRanksAndBatches_SameNumbersToTheBit(int ranks, int batch)
    {
        string folder = TemporaryFolder.NameOf("sweep-ranks");
        var outcome = Cli.Run(ranks, ["sweep", File.Value, "--out", folder, "--batch", $"{batch}"]);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Same(folder);
        Assert.Empty(Directory.GetFiles(SweepFolder.Shards(folder)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Sweep_OneRankKilled_TheNextJobFinishesIt(int rank)
    {
        string folder = TemporaryFolder.NameOf("sweep-rank-killed");
        Interrupted(folder, 2, pids => ["-KILL", pids[rank % pids.Length]]);
        var outcome = Cli.Run(2, ["sweep", File.Value, "--out", folder]);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Same(folder);
    }

    [Fact]
    public void Sweep_WholeJobKilled_TheNextJobFinishesIt()
    {
        string folder = TemporaryFolder.NameOf("sweep-job-killed");
        Interrupted(folder, 2, pids => ["-KILL", .. pids], after: 12);
        Assert.InRange(ResultTable.Read(folder).Count, 1, Points - 1);
        var outcome = Cli.Run("sweep", File.Value, "--out", folder);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        // What was done is not done again.
        Assert.DoesNotContain($"{Points} to run", outcome.Error, StringComparison.Ordinal);
        Same(folder);
    }

    [Fact]
    public void Sweep_ChangedBase_IsRefused()
    {
        _ = Reference.Value;
        var outcome = Cli.Run("sweep", File.Value, "--out", Whole, "--set", "seed=2");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("MS1611", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Status_OfAFinishedSweep_CountsPoints()
    {
        _ = Reference.Value;
        var outcome = Cli.Run("sweep", "status", Whole);
        Assert.Contains($"done    {Points}", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("left    0", outcome.Output, StringComparison.Ordinal);
    }

    /// <summary>Starts a job and, when some points are written, sends a signal to its ranks.</summary>
    private static void Interrupted(string folder, int ranks, Func<string[], string[]> signal, int after = 4)
    {
        _ = Reference.Value;
        string[] command = ["mpirun", "--oversubscribe", "--bind-to", "none", "--mca", "mpi_yield_when_idle", "1", "-n", $"{ranks}",
            .. ChildProcess.Direct(Cli.Program, ["sweep", File.Value, "--out", folder, "--batch", "1"])];
        var outcome = ChildProcess.Run(command, TimeSpan.FromMinutes(2), Cli.Home, _ =>
        {
            for (int i = 0; i < 1200 && Written(folder) < after; i++) Thread.Sleep(25);
            string[] pids = [.. Process.GetProcessesByName("dotnet").Where(p => Mentions(p, folder)).Select(p => $"{p.Id}")];
            Assert.Equal(ranks, pids.Length);
            Assert.Equal(0, ChildProcess.Run(["kill", .. signal(pids)]).ExitCode);
        });
        Assert.False(outcome.TimedOut, outcome.ToString());
        Assert.NotEqual(0, outcome.ExitCode);
    }

    private static int Written(string folder)
    {
        if (SweepFolder.Files(folder).Length == 0) return 0;
        try
        {
            return ResultTable.Read(folder, []).Count;
        }
        catch (Core.MultiscaleException)
        {
            // Its tables are being made.
            return 0;
        }
    }

    private static bool Mentions(Process process, string folder)
    {
        try
        {
            string[] arguments = System.IO.File.ReadAllText($"/proc/{process.Id}/cmdline").Split('\0');
            return arguments.Contains(folder) && !arguments.Contains("mpirun");
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Every point once, and all numbers but the run time equal to the bit.</summary>
    private static void Same(string folder)
    {
        var table = ResultTable.Read(folder);
        Assert.Equal(Reference.Value.Columns, table.Columns);
        int time = table.IndexOf("run_time");
        Assert.Equal(Reference.Value.Rows.Select(Row), table.Rows.Select(Row));

        string Row(object?[] row) => string.Join(' ', row.Select((v, i) => i == time ? "" : v is double x ? $"{BitConverter.DoubleToInt64Bits(x):x}" : $"{v}"));
    }
}
