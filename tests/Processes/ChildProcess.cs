using System.Diagnostics;
using System.Text;

namespace Multiscale.TestProcesses;

/// <summary>What a program did: its exit code and all it wrote.</summary>
public sealed record Outcome(int ExitCode, string Output, string Error, bool TimedOut)
{
    public override string ToString() =>
        $"exit code {ExitCode}{(TimedOut ? " (killed: out of time)" : "")}\n--- stdout\n{Output}\n--- stderr\n{Error}";
}

/// <summary>Runs .NET programs of this build, alone or on several ranks; kills the whole tree when the time is over.</summary>
public static class ChildProcess
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(3);

    /// <summary>The dotnet host that runs this process.</summary>
    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
        ?? (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet");

    /// <summary>Runs a .NET program.</summary>
    /// <param name="ranks">0: without mpirun.</param>
    public static Outcome Run(string assembly, IEnumerable<string> arguments, int ranks = 0, TimeSpan? timeout = null, string? folder = null)
    {
        string[] command = [Dotnet, assembly, .. arguments];
        if (ranks > 0) command = ["mpirun", "--oversubscribe", "--bind-to", "none", "--mca", "mpi_yield_when_idle", "1", "-n", ranks.ToString(), .. command];
        return Run(command, timeout, folder);
    }

    /// <summary>The command that starts a .NET program on one rank without mpirun; signals sent to it reach the program itself.</summary>
    public static string[] Direct(string assembly, IEnumerable<string> arguments) =>
        // A shell that runs tests in the background makes its children deaf to Ctrl+C.
        ["env", "--default-signal=INT,TERM", Dotnet, assembly, .. arguments];

    /// <summary>Runs any command, found through PATH.</summary>
    /// <param name="whileRunning">Called once with the process id after the start.</param>
    public static Outcome Run(string[] command, TimeSpan? timeout = null, string? folder = null, Action<int>? whileRunning = null)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = folder ?? Environment.CurrentDirectory,
        };
        start.Environment["TERM"] = "dumb";
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        return Wait(start, timeout ?? DefaultTimeout, whileRunning);
    }

    private static Outcome Wait(ProcessStartInfo start, TimeSpan timeout, Action<int>? whileRunning)
    {
        using var process = new Process { StartInfo = start };
        StringBuilder output = new(), error = new();
        process.OutputDataReceived += (_, e) => { if (e.Data is not null) lock (output) output.Append(e.Data).Append('\n'); };
        process.ErrorDataReceived += (_, e) => { if (e.Data is not null) lock (error) error.Append(e.Data).Append('\n'); };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        whileRunning?.Invoke(process.Id);
        bool ended = process.WaitForExit(timeout);
        if (!ended) process.Kill(entireProcessTree: true);
        // Also waits until both pipes are drained.
        process.WaitForExit();
        lock (output) lock (error) return new Outcome(ended ? process.ExitCode : -1, output.ToString(), error.ToString(), !ended);
    }
}
