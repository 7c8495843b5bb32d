using Multiscale.Core;
using Multiscale.Metabolism;
using Multiscale.Coupling;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>The course of a run in a few numbers per window: what the report draws and the acceptance tests read. Collective.</summary>
internal sealed class RunMonitor
{
    private const int MapCells = 24;

    private readonly CoupledTissue tissue;
    private readonly ReproducibleSum sum = new();
    private readonly List<double> fast = [], slow = [], mapTimes = [];
    private readonly List<(string Name, string Unit, bool Slow, List<double> Values)> series = [];
    private readonly List<double[]> frames = [];
    private readonly EntityGather? tets;
    private readonly double[] tetVolumes = [];
    private readonly double[]? cellTissue;
    private readonly double[] atpAtStart = [];
    private readonly int[] mapCell = [];
    private readonly double[] mapVolume = [];

    public RunMonitor(CoupledTissue tissue)
    {
        this.tissue = tissue;
        if (tissue is { Mesh: { } mesh, Tets: { } owned })
        {
            tets = new EntityGather(tissue.Ranks, owned.Set);
            (mapCell, mapVolume) = MapOf(mesh);
            tetVolumes = Array.ConvertAll(owned.Set.OwnedIds, t => mesh.Volumes[t]);
        }
        cellTissue = tissue.Layout is null ? null : tissue.Mappings?.TissueVolumes();
        if (KnowsAtp) tissue.Metabolism!.CopyState("ATP_n", atpAtStart = new double[tissue.Layout!.Cells.Count]);
        SampleMap();
        Sample(slowToo: true);
    }

    /// <summary>Times of the fast series [ms]: window ends, and the start.</summary>
    public IReadOnlyList<double> FastTimes => fast;

    public IReadOnlyList<double> SlowTimes => slow;

    public IReadOnlyList<double> this[string name] => series.First(s => s.Name == name).Values;

    /// <summary>Names of all series, in the order of their first sample.</summary>
    public IEnumerable<string> Names => series.Select(s => s.Name);

    public bool Has(string name) => series.Exists(s => s.Name == name);

    public FieldMap Map => new(MapCells, MapCells, mapTimes, frames, frames.Count == 0 ? 0 : frames.Index().MaxBy(f => f.Item.Max()).Index);

    public void After(Window window)
    {
        var every = tissue.Options.Reports.Fields;
        if (window.End / every != window.Start / every || window.End == tissue.Options.Duration) SampleMap();
        Sample(tissue.Options.Windows.Slow is var w && (window.End.IsMultipleOf(w) || window.End == tissue.Options.Duration));
    }

    /// <summary>The course so far. Collective.</summary>
    public void Save(ICheckpoint checkpoint)
    {
        checkpoint.PutGlobal("monitor/times", [.. fast]);
        checkpoint.PutGlobal("monitor/slow-times", [.. slow]);
        foreach (var (name, _, _, values) in series) checkpoint.PutGlobal(Key(name), [.. values]);
        checkpoint.PutGlobal("monitor/map-times", [.. mapTimes]);
        checkpoint.PutGlobal("monitor/map", [.. frames.SelectMany(f => f)]);
        if (KnowsAtp) checkpoint.Put("monitor/atp-at-start", tissue.Layout!.Cells, atpAtStart);
    }

    /// <summary>The course before a checkpoint, in the place of the one sample of its state. Collective.</summary>
    public void Restore(ICheckpoint checkpoint)
    {
        Replace(fast, checkpoint.GetGlobal("monitor/times"));
        Replace(slow, checkpoint.GetGlobal("monitor/slow-times"));
        foreach (var (name, _, _, values) in series) Replace(values, checkpoint.GetGlobal(Key(name)));
        Replace(mapTimes, checkpoint.GetGlobal("monitor/map-times"));
        var map = checkpoint.GetGlobal("monitor/map");
        frames.Clear();
        frames.AddRange(map.Chunk(MapCells * MapCells));
        if (KnowsAtp) checkpoint.Get("monitor/atp-at-start", tissue.Layout!.Cells, atpAtStart);

        static void Replace(List<double> list, double[] values)
        {
            list.Clear();
            list.AddRange(values);
        }
    }

    private static string Key(string series) => "monitor/series/" + series.Replace('/', '|');

    /// <summary>The named series as one chart.</summary>
    public Chart? ChartOf(string title, params string[] names)
    {
        var chosen = series.Where(s => names.Contains(s.Name)).ToArray();
        return chosen.Length == 0 ? null : new Chart(title, chosen[0].Unit, chosen[0].Slow ? slow : fast, [.. chosen.Select(s => new ChartSeries(Legend.Of(s.Name), s.Values))]);
    }

    private bool KnowsAtp => tissue.Metabolism is { } cells && cells.StateNames.Contains("ATP_n");

    private SimTime Now => tissue.Solvers.Select(s => s.Time).Max();

    private void Sample(bool slowToo)
    {
        fast.Add(Now.Milliseconds);
        if (tissue.Diffusion is { } diffusion)
            foreach (var port in diffusion.Ports.Where(p => p.Direction == PortDirection.Offers && p.Unit.Text == "mM"))
                Extremes($"{Ion(port.Name)} outside", "mM", false, port.Values, tetVolumes);
        if (!slowToo) return;
        slow.Add(Now.Milliseconds);
        if (tissue.Metabolism is { } cells)
            foreach (string state in (string[])["ATP_n", "ATP_g", "O2_c", "GLC_n", "LAC_e", "dHb", "excluded"])
            {
                if (!(state == "excluded" ? tissue.Options.Metabolism!.OnFailure != FailureResponse.Abort : cells.StateNames.Contains(state))) continue;
                var values = new double[tissue.Layout!.Cells.Count];
                cells.CopyState(state, values);
                Extremes(state, state switch { "dHb" => "mM (dHb)", "excluded" => "1", _ => "mM" }, true, values, null);
                // Cells start with unequal ATP, by their supply: the cell that spends most is not the one with least.
                if (state == "ATP_n") Extremes("ATP_n since the start", "mM", true, [.. values.Zip(atpAtStart, (now, start) => now - start)], null);
            }
        if (tissue.Metabolism is { } supplied && Exchanges.PortOf(supplied, "inflow") is { } perfusing)
        {
            var inflow = perfusing.Values;
            Extremes("perfusion", "1/s", true, [.. inflow.Zip(cellTissue!, (q, v) => q / v)], cellTissue);
        }
        if (tissue.Supply is { } supply)
            foreach (var port in supply.Ports.Where(p => p is { Direction: PortDirection.Offers, Sampling: Sampling.Instant }))
                Extremes($"{port.Name} in tissue", "mM", true, port.Values, tetVolumes);
        if (tissue.Oxygen is { } oxygen)
        {
            Add("dHb in tissue", "mM", true, oxygen.Now.Deoxygenated);
            Add("HbO2 in tissue", "mM", true, oxygen.Now.Oxygenated);
            Add("blood volume", "1", true, oxygen.Now.Volume);
            Add("blood flow", "1/s", true, oxygen.Now.Flow);
            Add("oxygen use", "mM/s", true, oxygen.Now.Use);
            Add("oxygen extraction", "1", true, oxygen.Now.Extraction);
            Add("BOLD", "%", true, oxygen.Now.Bold);
        }
        if (tissue is { BloodFlow: { } vessels, Vessels: { } graph })
        {
            Add("capillary radius / rest", "1", true, MeanRatio(vessels.Radii, graph.Radii, capillaries: true));
            Add("arteriole and venule radius / rest", "1", true, MeanRatio(vessels.Radii, graph.Radii, capillaries: false));
            Add("blood inflow", "um^3/s", true, vessels.TotalInflow);
        }
    }

    private void SampleMap()
    {
        if (tissue.Diffusion is null || Exchanges.PortOf(tissue.Diffusion, "k") is not { } k) return;
        var all = tets!.All<double>(k.Values);
        var frame = new double[MapCells * MapCells];
        for (int t = 0; t < all.Length; t++) frame[mapCell[t]] += all[t] * tissue.Mesh!.Volumes[t];
        double background = all.Average();
        for (int i = 0; i < frame.Length; i++) frame[i] = mapVolume[i] > 0 ? frame[i] / mapVolume[i] : background;
        mapTimes.Add(Now.Milliseconds);
        frames.Add(frame);
    }

    private static (int[], double[]) MapOf(TetMesh mesh)
    {
        double x0 = mesh.Vertices.Min(v => v.X), x1 = mesh.Vertices.Max(v => v.X), y0 = mesh.Vertices.Min(v => v.Y), y1 = mesh.Vertices.Max(v => v.Y);
        var cell = new int[mesh.Count];
        var volume = new double[MapCells * MapCells];
        for (int t = 0; t < mesh.Count; t++)
        {
            var b = mesh.Barycentre(t);
            int i = Math.Clamp((int)((b.X - x0) / (x1 - x0) * MapCells), 0, MapCells - 1), j = Math.Clamp((int)((b.Y - y0) / (y1 - y0) * MapCells), 0, MapCells - 1);
            cell[t] = j * MapCells + i;
            volume[cell[t]] += mesh.Volumes[t];
        }
        return (cell, volume);
    }

    private void Extremes(string name, string unit, bool isSlow, double[] values, double[]? weights)
    {
        sum.Clear();
        for (int i = 0; i < values.Length; i++) sum.Add(values[i] * (weights?[i] ?? 1));
        double total = sum.Total(tissue.Ranks);
        sum.Clear();
        if (weights is null) sum.Add(values.Length);
        else sum.Add(weights);
        Add($"{name}, mean", unit, isSlow, total / sum.Total(tissue.Ranks));
        Add($"{name}, least", unit, isSlow, tissue.Ranks.Min(values.Length == 0 ? double.PositiveInfinity : values.Min()));
        Add($"{name}, most", unit, isSlow, tissue.Ranks.Max(values.Length == 0 ? double.NegativeInfinity : values.Max()));
    }

    private void Add(string name, string unit, bool isSlow, double value)
    {
        int at = series.FindIndex(s => s.Name == name);
        if (at < 0)
        {
            series.Add((name, unit, isSlow, []));
            at = series.Count - 1;
        }
        series[at].Values.Add(value);
    }

    private double MeanRatio(ReadOnlySpan<double> radii, double[] rest, bool capillaries)
    {
        double limit = tissue.Options.BloodFlow!.Solver.CapillaryRadius, total = 0;
        int count = 0;
        for (int e = 0; e < rest.Length; e++)
        {
            if (rest[e] <= limit != capillaries) continue;
            total += radii[e] / rest[e];
            count++;
        }
        return count == 0 ? 1 : total / count;
    }

    private static string Ion(string species) => species switch { "k" => "K", "na" => "Na", "ca" => "Ca", _ => species };
}
