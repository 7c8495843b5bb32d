using System.Runtime.InteropServices;

namespace Multiscale.Cli;

/// <summary>Turns Ctrl+C and SIGTERM into a wish to stop at the end of the window; a second one ends at once.</summary>
internal sealed class StopRequest : IDisposable
{
    private readonly PosixSignalRegistration[] registrations;

    public StopRequest() => registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Note), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Note)];

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
