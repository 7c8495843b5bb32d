using Multiscale.TestProcesses;

namespace Multiscale.EndToEndTests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Run_UnknownVerb_EndsWithCode2AndNoStackTrace(int ranks)
    {
        var outcome = Cli.Run(ranks, ["rnu"]);
        Assert.False(outcome.TimedOut, outcome.ToString());
        Assert.True(outcome.ExitCode == 2, outcome.ToString());
        Assert.Contains("rnu", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error + outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Launch_FromAnotherFolder_AddsNothingToTheProgramsOutput()
    {
        var launched = Cli.Launch("--help");
        var plain = Cli.Run("--help");
        Assert.Equal((plain.ExitCode, plain.Output, plain.Error), (launched.ExitCode, launched.Output, launched.Error));
    }

    [Fact]
    public void Run_OnRanksWithoutMpirun_SaysWhatIsMissing()
    {
        string path = TemporaryFolder.Create("path");
        File.CreateSymbolicLink(Path.Combine(path, "setsid"), "/usr/bin/setsid");
        var outcome = ChildProcess.Run(["env", "PATH=" + path, Environment.ProcessPath!, Cli.Program, "run", SmallCase.File, "--out", TemporaryFolder.NameOf("no-mpirun"), "--ranks", "2"]);
        Assert.True(outcome.ExitCode == 4, outcome.ToString());
        Assert.Contains("MS0404", outcome.Error, StringComparison.Ordinal);
    }
}
