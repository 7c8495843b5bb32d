using System.Diagnostics;
using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Sweep;

/// <summary>
/// Runs the points that are not done yet. Ranks take batches from a shared counter, and each writes its own file, so no rank waits for another.
/// A point's numbers depend on its parameters and seed alone, not on the rank, the batch or the order.
/// </summary>
public sealed class SweepRun(PointTable table, ISweepTarget target, Communicator ranks)
{
    /// <summary>Runs <paramref name="pending"/>, the same list on every rank, until it is done or <paramref name="stop"/> says so; collective.</summary>
    /// <param name="report">Called with the points handed out so far.</param>
    /// <returns>False when it was stopped.</returns>
    public bool Run(int[] pending, ResultFile results, int batchSize, Action<long> report, Func<bool> stop)
    {
        using var counter = new SharedCounter(ranks);
        while (true)
        {
            // Beyond the end, the counter holds more than there is: the others stop too.
            if (stop()) counter.Add(pending.Length + 1L);
            long first = counter.Add(batchSize);
            bool stopped = first > pending.Length + (long)batchSize * ranks.Size;
            if (!stopped) report(Math.Min(first, pending.Length));
            if (first >= pending.Length) return !ranks.Any(stopped);
            var points = new SweepPoint[Math.Min(batchSize, pending.Length - (int)first)];
            for (int i = 0; i < points.Length; i++) points[i] = table[pending[first + i]];
            long started = Stopwatch.GetTimestamp();
            var outcome = Batch(points);
            results.Write(points, outcome, Stopwatch.GetElapsedTime(started).TotalSeconds / points.Length);
        }
    }

    private PointResult[] Batch(SweepPoint[] points)
    {
        var outcome = new PointResult[points.Length];
        try
        {
            target.Run(points, outcome);
            return outcome;
        }
        catch (Exception fault) when (fault is not (EnvironmentException or IOException or OutOfMemoryException))
        {
            if (points.Length == 1) return [new PointResult(null, fault is MultiscaleException ? fault.Message : fault.ToString())];
            for (int i = 0; i < points.Length; i++) outcome[i] = Batch([points[i]])[0];
            return outcome;
        }
    }
}
