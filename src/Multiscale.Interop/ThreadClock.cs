using System.Runtime.InteropServices;

namespace Multiscale.Interop;

/// <summary>The processor time of the calling thread, which .NET gives for whole processes only.</summary>
public static partial class ThreadClock
{
    private const int ClockOfThread = 3; // CLOCK_THREAD_CPUTIME_ID of Linux

    /// <summary>CPU seconds of the calling thread.</summary>
    public static double Seconds
    {
        get
        {
            _ = clock_gettime(ClockOfThread, out var time);
            return time.Seconds + 1e-9 * time.Nanoseconds;
        }
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public nint Seconds, Nanoseconds;
    }
}
