using System.Runtime.InteropServices;

namespace Multiscale.Interop;

/// <summary>Signals to another process, of which .NET knows only killing.</summary>
public static partial class ProcessSignal
{
    public const int Terminate = 15;

    /// <summary>SIGUSR1 by its number on Linux: what mpirun hands on to its ranks.</summary>
    public const int HandedOn = 10;

    public static void Send(int process, int signal) => _ = kill(process, signal);

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
