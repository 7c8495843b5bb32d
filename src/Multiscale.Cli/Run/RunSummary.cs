using System.Text;
using System.Text.Json;
using Multiscale.Core;

namespace Multiscale.Cli;

/// <summary>A run in figures: for the manifest, the last line, and the report page.</summary>
internal static class RunSummary
{
    private const int DrawnCells = 6;

    public static IReadOnlyDictionary<string, object?> Of(CoupledTissue tissue, RunMonitor monitor, RunReports reports, double wall)
    {
        var figures = new Dictionary<string, object?>
        {
            ["wall_s"] = wall,
            ["tets"] = tissue.Mesh?.Count ?? 0,
            ["cells"] = tissue.Layout?.Cells.GlobalCount ?? 0,
            ["compartments"] = tissue.Layout?.Segments.GlobalCount ?? 0,
            ["vessels"] = tissue.Vessels?.EdgeCount ?? 0,
            ["neuron_load_imbalance"] = tissue.Cells?.Imbalance ?? 1,
            ["spikes"] = reports.Spikes.Count,
            ["ledger_worst_relative"] = tissue.Coupler.Ledger.Worst,
            ["seconds"] = tissue.Coupler.Seconds,
        };
        foreach (string name in (string[])["K outside, mean", "K outside, most", "ATP_n, mean", "ATP_n, least", "ATP_n, most", "ATP_n since the start, least", "perfusion, mean", "O2_c, least", "O2_c, most", "oxygen in tissue, least", "oxygen in tissue, mean", "dHb in tissue", "oxygen extraction", "BOLD", "excluded, mean"])
            if (monitor.Has(name))
            {
                var values = monitor[name];
                figures[name] = new { first = values[0], min = values.Min(), max = values.Max(), last = values[^1] };
            }
        return figures;
    }

    /// <summary>All that the report shows. Collective.</summary>
    public static ReportData Page(CoupledTissue tissue, RunMonitor monitor, RunReports reports, double wall, IReadOnlyDictionary<string, object?> figures)
    {
        var options = tissue.Options;
        var key = new List<KeyFigure>
        {
            new("simulated", options.Duration.ToString()), new("wall clock", $"{wall:f1} s on {tissue.Ranks.Size} rank{(tissue.Ranks.Size == 1 ? "" : "s")}"),
            new("cells", $"{figures["cells"]}"), new("compartments", $"{figures["compartments"]}"), new("tetrahedra", $"{figures["tets"]}"),
            new("vessels", $"{figures["vessels"]}"), new("spikes", $"{figures["spikes"]}"), new("ledger, worst relative error", $"{tissue.Coupler.Ledger.Worst:g2}"),
        };
        Chart?[] charts =
        [
            VoltageChart(reports),
            monitor.ChartOf("Potassium outside", "K outside, least", "K outside, mean", "K outside, most"),
            monitor.ChartOf("Sodium outside", "Na outside, least", "Na outside, mean", "Na outside, most"),
            monitor.ChartOf("Calcium outside", "Ca outside, least", "Ca outside, mean", "Ca outside, most"),
            monitor.ChartOf("ATP of neurons and astrocytes", "ATP_n, least", "ATP_n, mean", "ATP_n, most", "ATP_g, mean"),
            monitor.ChartOf("ATP of neurons since the start", "ATP_n since the start, least", "ATP_n since the start, mean", "ATP_n since the start, most"),
            monitor.ChartOf("Oxygen in capillaries", "O2_c, least", "O2_c, mean", "O2_c, most"),
            monitor.ChartOf("Oxygen in tissue", "oxygen in tissue, least", "oxygen in tissue, mean", "oxygen in tissue, most"),
            monitor.ChartOf("Glucose in tissue", "glucose in tissue, least", "glucose in tissue, mean", "glucose in tissue, most"),
            monitor.ChartOf("Haemoglobin in tissue", "dHb in tissue", "HbO2 in tissue"),
            monitor.ChartOf("Oxygen extraction", "oxygen extraction"),
            monitor.ChartOf("Oxygen use", "oxygen use"),
            monitor.ChartOf("BOLD", "BOLD"),
            monitor.ChartOf("Glucose in neurons, lactate outside", "GLC_n, mean", "LAC_e, mean"),
            monitor.ChartOf("Deoxyhaemoglobin", "dHb, mean"),
            monitor.ChartOf("Perfusion", "perfusion, least", "perfusion, mean", "perfusion, most"),
            monitor.ChartOf("Vessel radii", "capillary radius / rest", "arteriole and venule radius / rest"),
        ];
        return new ReportData(options.Name, $"{JsonNamingPolicy.KebabCaseLower.ConvertName(options.Schedule.ToString())} schedule, windows of {options.Windows.Tissue} and {options.Windows.Slow}, seed {options.Seed}",
            options.Duration.Milliseconds, tissue.Layout?.Cells.GlobalCount ?? 0, key,
            tissue.Neurons is null ? null : new SpikeRaster([.. reports.Spikes.Select(s => Math.Round(s.Time, 3))], [.. reports.Spikes.Select(s => s.Gid)]),
            tissue.Diffusion is null ? null : monitor.Map, Drawing(tissue), [.. charts.OfType<Chart>()],
            [.. tissue.Coupler.Ledger.Lines().Select(l => new object[] { l.Exchange, l.Quantity, l.Given, l.Collected, l.Delivered, l.Taken, l.Gross, l.Unit, l.Error })],
            [.. tissue.Coupler.Ledger.Stores().Select(s => new object[] { s.Solver, s.Quantity, s.Store, s.Amount, s.Unit })],
            [.. tissue.Coupler.Seconds.Select(s => new object[] { s.Key, s.Value })]);
    }

    /// <summary>The ledger as a table for the terminal. Collective.</summary>
    public static string LedgerText(CoupledTissue tissue)
    {
        var text = new StringBuilder($"{"ledger",-58} {"quantity",-8} {"given",14} {"taken",14} {"unit",-6} relative error\n");
        foreach (var l in tissue.Coupler.Ledger.Lines()) text.AppendLine($"{l.Exchange,-58} {l.Quantity,-8} {l.Given,14:g7} {l.Taken,14:g7} {l.Unit,-6} {l.Error:g2}");
        return text.ToString().TrimEnd();
    }

    private static Chart? VoltageChart(RunReports reports)
    {
        if (reports.Voltages.Count == 0) return null;
        // The most active cells say most about the run.
        var traced = reports.TracedCells.ToHashSet();
        var active = reports.Spikes.Where(s => traced.Contains(s.Gid)).CountBy(s => s.Gid).OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(DrawnCells).Select(c => c.Key).ToArray();
        var chosen = active.Length > 0 ? active : [.. reports.TracedCells.Distinct().Take(DrawnCells)];
        return new Chart("Membrane voltage of the most active cells", "mV", [.. reports.Voltages.Select(f => f.Time)],
            [.. chosen.Select(gid => (gid, column: IndexOf(reports.TracedCells, gid))).Select(c => new ChartSeries($"cell {c.gid}", [.. reports.Voltages.Select(f => Math.Round(f.Values[c.column], 3))]))]);

        static int IndexOf(IReadOnlyList<long> list, long value)
        {
            int i = 0;
            while (list[i] != value) i++;
            return i;
        }
    }

    private static VesselDrawing? Drawing(CoupledTissue tissue)
    {
        if (tissue is not { Vessels: { } g, BloodFlow: { } flow }) return null;
        double[] Of(int[] ends, bool x) => Array.ConvertAll(ends, n => x ? g.Positions[n].X : g.Positions[n].Y);
        return new VesselDrawing(Of(g.Start, true), Of(g.Start, false), Of(g.End, true), Of(g.End, false), flow.Radii.ToArray(), flow.Flows.ToArray());
    }
}
