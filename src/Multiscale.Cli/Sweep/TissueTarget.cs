using Multiscale.Core;
using Multiscale.Coupling;
using Multiscale.Parallel;
using Multiscale.Sweep;

namespace Multiscale.Cli;

/// <summary>Tissue cases as points of a sweep: one run each, on one rank. Columns are the spikes and, per series of the monitor, its first, least, greatest and last value.</summary>
internal sealed class TissueTarget : ISweepTarget
{
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
        Columns = ["spikes", .. SeriesColumns.Names(series)];
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
        foreach (string name in series) features.AddRange(SeriesColumns.Of(monitor.Has(name) ? monitor[name] : [double.NaN]));
        return new PointResult([.. features]);
    }

    private CoupledTissue Build(SweepPoint point) =>
        TissueBuilder.Build(SimulationCase.Load(file, [$"seed={point.Seed}", .. overrides, .. table.Overrides(point)]), new SerialCommunicator(), cache);
}
