using System.Text;
using Multiscale.Configuration;
using Multiscale.Core;
using Multiscale.Coupling;
using Multiscale.Parallel;
using Multiscale.Sweep;

namespace Multiscale.Cli;

/// <summary>Tissue cases as points of a sweep: one run each, on one rank. Columns are the spikes and, per series of the monitor, its first, least, greatest and last value.</summary>
internal sealed class TissueTarget : ISweepTarget
{
    private static readonly string[] Ends = ["first", "min", "max", "last"];

    private readonly string file;
    private readonly PointTable table;
    private readonly IReadOnlyList<string> overrides;
    private readonly string[] series;
    private readonly IMappingCache cache;

    public TissueTarget(string file, PointTable table, IReadOnlyList<string> overrides, IMappingCache cache)
    {
        (this.file, this.table, this.overrides, this.cache) = (file, table, overrides, cache);
        // The first point, built and not run, says which series there are.
        series = [.. new RunMonitor(Build(table[0])).Names];
        Columns = ["spikes", .. series.SelectMany(s => Ends.Select(e => $"{KeyOf(s)}_{e}"))];
    }

    public IReadOnlyList<string> Columns { get; }

    public int BatchSize => 1;

    public void Run(ReadOnlySpan<SweepPoint> points, Span<PointResult> results)
    {
        for (int i = 0; i < points.Length; i++) results[i] = Run(points[i]);
    }

    private PointResult Run(SweepPoint point)
    {
        var tissue = Build(point);
        var monitor = new RunMonitor(tissue);
        long spikes = 0;
        tissue.Run(window =>
        {
            monitor.After(window);
            spikes += tissue.Neurons?.Spikes.Count ?? 0;
            tissue.Neurons?.ClearSpikes();
            return true;
        });
        var features = new List<double> { spikes };
        foreach (string name in series)
        {
            var values = monitor.Has(name) ? monitor[name] : [double.NaN];
            features.AddRange([values[0], values.Min(), values.Max(), values[^1]]);
        }
        return new PointResult([.. features]);
    }

    private CoupledTissue Build(SweepPoint point) =>
        TissueBuilder.Build(CaseFile.Load<CaseOptions>(file, [$"seed={point.Seed}", .. overrides, .. table.Overrides(point)]), new SerialCommunicator(), cache);

    /// <summary>"K outside, mean" as k_outside_mean.</summary>
    private static string KeyOf(string name)
    {
        var key = new StringBuilder();
        foreach (char c in name.ToLowerInvariant())
            if (char.IsAsciiLetterOrDigit(c)) key.Append(c);
            else if (key.Length > 0 && key[^1] != '_') key.Append('_');
        return key.ToString().TrimEnd('_');
    }
}
