using System.Diagnostics;
using System.Runtime.InteropServices;
using Multiscale.Core;
using Multiscale.Interop;

namespace Multiscale.Cli;

/// <summary>Starts this program again under mpirun: what `--ranks N` does outside an MPI job.</summary>
internal static class MpiLaunch
{
    private const int Killed = 128 + 9, NotFound = 127;

    /// <summary>The exit code of the MPI job; null when this process should run the command itself.</summary>
    /// <param name="arguments">The command line without `--ranks`.</param>
    public static int? Relaunch(int ranks, IEnumerable<string> arguments)
    {
        if (ranks <= 1 || MpiLibrary.LaunchedByMpi) return null;
        try
        {
            var start = Command(ranks, arguments);
            // In a session of its own: Ctrl+C in the terminal reaches this process alone, which asks the ranks to stop.
            start.ArgumentList.Insert(0, start.FileName);
            start.FileName = "setsid";
            using var job = Process.Start(start)!;
            bool asked = false;
            PosixSignalRegistration[] signals = Array.ConvertAll([PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP], signal => PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                ProcessSignal.Send(job.Id, asked || context.Signal == PosixSignal.SIGHUP ? ProcessSignal.Terminate : ProcessSignal.HandedOn);
                asked = true;
            }));
            job.WaitForExit();
            foreach (var signal in signals) signal.Dispose();
            if (job.ExitCode == NotFound) throw Missing();
            if (job.ExitCode == Killed) Console.Error.WriteLine("error MS0407: a rank of this job was killed\n    fix: see whether memory ran out; what was written is kept");
            return job.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw Missing();
        }
    }

    private static EnvironmentException Missing() => new("MS0404", "mpirun was not found", "run ./multiscale setup, or install Open MPI (openmpi-bin)");

    /// <summary>This program on so many ranks.</summary>
    public static ProcessStartInfo Command(int ranks, IEnumerable<string> arguments) =>
        // `dotnet multiscale.dll` has the dll as its first argument; an apphost has none.
        Command(ranks, Environment.ProcessPath!, Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0], .. arguments] : arguments);

    /// <summary>A program on so many ranks.</summary>
    public static ProcessStartInfo Command(int ranks, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("mpirun", ["-q", "--oversubscribe", "--bind-to", "none", "--mca", "mpi_yield_when_idle", "1", "-n", ranks.ToString(), program, .. arguments]);
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = "1";
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        start.Environment["TERM"] = "dumb";
        return start;
    }
}
