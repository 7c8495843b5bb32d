using System.Diagnostics;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>Progress with an estimate of the time left, on rank 0, to stderr: one rewritten line on a terminal, a plain line every few seconds elsewhere.</summary>
/// <param name="from">The fraction that was there when it began.</param>
internal sealed class Progress(Communicator ranks, string what, double from = 0)
{
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5), TerminalInterval = TimeSpan.FromSeconds(0.2);

    private readonly long started = Stopwatch.GetTimestamp();
    private readonly bool terminal = !Console.IsErrorRedirected;
    private TimeSpan shown;

    /// <param name="fraction">Between 0 and 1.</param>
    public void Report(double fraction, string detail)
    {
        if (!ranks.IsRoot) return;
        var elapsed = Stopwatch.GetElapsedTime(started);
        if (fraction < 1 && elapsed - shown < (terminal ? TerminalInterval : PlainInterval)) return;
        shown = elapsed;
        var left = fraction > from ? elapsed * ((1 - fraction) / (fraction - from)) : TimeSpan.Zero;
        string line = $"{what}: {100 * fraction,3:f0} %  {detail}  {elapsed.TotalSeconds:f1} s, {left.TotalSeconds:f0} s left";
        if (terminal) Console.Error.Write($"\r{line}   {(fraction >= 1 ? "\n" : "")}");
        else Console.Error.WriteLine(line);
    }
}
