using System.Runtime.InteropServices;
using Multiscale.Interop;

namespace Multiscale.Cli;

/// <summary>
/// Turns Ctrl+C, SIGTERM and SIGUSR1 into a wish to stop at the end of the window; a second one ends at once. SIGUSR1 is what mpirun hands on to its ranks:
/// told to end by the others, it kills them a second later.
/// </summary>
internal sealed class StopRequest : IDisposable
{
    private readonly PosixSignalRegistration[] registrations;

    public StopRequest() => registrations = Array.ConvertAll([PosixSignal.SIGINT, PosixSignal.SIGTERM, (PosixSignal)ProcessSignal.HandedOn], signal => PosixSignalRegistration.Create(signal, Note));

    public bool Requested { get; private set; }

    private void Note(PosixSignalContext context)
    {
        context.Cancel = !Requested;
        Requested = true;
    }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
    }
}
