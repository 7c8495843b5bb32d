using System.Globalization;
using Multiscale.Core;
using Multiscale.Coupling;
using Multiscale.Formats;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>
/// The files of a run that grow while it goes on: spikes.h5, voltages.h5 (SONATA), fields.h5 + fields.xdmf, vessel reports. Values are
/// gathered to rank 0, which writes; what was written before a crash stays readable.
/// </summary>
internal sealed class RunReports : IDisposable
{
    private readonly CoupledTissue tissue;
    private readonly RunFolder folder;
    private readonly EntityGather? tets;
    private readonly EntityGather? traced;
    private readonly int[] tracedSegments = [];
    private readonly List<double> samples = [];
    private readonly CompartmentReport? voltages;
    private readonly FieldFile? fields;
    private readonly VesselReports? vessels;
    private readonly CircuitReport[] asked = [];
    private readonly List<Spike> spikes = [];
    private readonly List<SimTime> sampledAt = [];
    private int frames;

    /// <summary>Begins at the start of the tissue's run. Collective.</summary>
    /// <param name="earlier">The folder holds the reports of a run up to this checkpoint: goes on with them.</param>
    public RunReports(CoupledTissue tissue, RunFolder folder, ICheckpoint? earlier)
    {
        (this.tissue, this.folder) = (tissue, folder);
        if (tissue.Tets is { } owned) tets = new EntityGather(tissue.Ranks, owned.Set);
        bool writes = tissue.Ranks.IsRoot, goesOn = earlier is not null;
        var (options, start) = (tissue.Options.Reports, tissue.Start);
        if (tissue is { Neurons: { } neurons, Layout: { } layout })
        {
            tracedSegments = options.Sections == ReportedSections.All ? [.. Enumerable.Range(0, layout.Count)] : layout.CellOffsets[..^1];
            traced = new EntityGather(tissue.Ranks, new EntitySet("traced", layout.Segments.GlobalCount, Array.ConvertAll(tracedSegments, s => layout.Segments.OwnedIds[s])));
            var cellOf = traced.All<long>(Array.ConvertAll(tracedSegments, s => layout.Cells.OwnedIds[layout.CellOf[s]]));
            var sectionOf = traced.All<long>(Array.ConvertAll(tracedSegments, s => (long)layout.SectionOf[s]));
            if (writes && cellOf.Length > 0)
            {
                var (file, headers) = (folder.File("voltages.h5"), Headers(cellOf, sectionOf));
                voltages = goesOn ? CompartmentReport.Continue(file, start, headers) : CompartmentReport.Create(file, headers);
                if (goesOn) ReadVoltages(file, headers);
            }
            TracedCells = cellOf;
            asked = [.. tissue.Cells!.Reports.Select(r => new CircuitReport(tissue, r, folder, goesOn))];
            neurons.SteppedPeriod = asked.SelectMany(r => r.Clock).Aggregate(options.Voltage, CommonDivisor);
            neurons.Stepped += Sample;
            if (!goesOn) Sample(start);
        }
        if ((tissue.Diffusion is not null || tissue.Supply is not null) && writes)
            fields = goesOn ? FieldFile.Continue(folder.File("fields"), start, tissue.Mesh!) : FieldFile.Create(folder.File("fields"), tissue.Mesh!);
        if (tissue is { BloodFlow: { } flow, Vessels: { } graph } && writes)
        {
            (string, string)[] contents = [.. flow.Contents.Select(c => (c.Name, c.Unit))];
            var slow = tissue.Options.Windows.Slow;
            vessels = goesOn ? VesselReports.Continue(folder.Location, graph.EdgeCount, start, slow, contents) : VesselReports.Create(folder.Location, graph.EdgeCount, FirstAt(slow), slow, contents);
        }
        if (goesOn) Restore(earlier!);
        else Begin(start);
    }

    private string BloodOxygenFile => folder.File("blood_oxygen.csv");

    /// <summary>Spikes so far, ordered by time then cell; on every rank.</summary>
    public IReadOnlyList<Spike> Spikes => spikes;

    /// <summary>Cell of each voltage trace.</summary>
    public IReadOnlyList<long> TracedCells { get; } = [];

    /// <summary>Voltage frames on the root, for the page: times and, per frame, one value per trace.</summary>
    public List<(double Time, double[] Values)> Voltages { get; } = [];

    public void After(Window window)
    {
        WriteVoltages();
        foreach (var report in asked) report.Write();
        GatherSpikes();
        var every = tissue.Options.Reports.Fields;
        bool last = window.End == tissue.Options.Duration;
        if (last || window.End / every != window.Start / every) AfterFields(window.End);
        if (last || window.End.IsMultipleOf(tissue.Options.Windows.Slow)) AfterVessels();
    }

    /// <summary>Brings everything to disk, spikes too, and what only memory holds to the checkpoint. Collective.</summary>
    public void Save(ICheckpoint checkpoint)
    {
        fields?.Flush();
        WriteSpikes();
        checkpoint.PutGlobal("reports/spike-times", [.. spikes.Select(s => s.Time)]);
        checkpoint.PutGlobal("reports/spike-cells", [.. spikes.Select(s => (double)s.Gid)]);
    }

    public void Dispose()
    {
        voltages?.Dispose();
        foreach (var report in asked) report.Dispose();
        fields?.Dispose();
        vessels?.Dispose();
        WriteSpikes();
    }

    /// <summary>The state at the start, in new files.</summary>
    private void Begin(SimTime start)
    {
        if (tissue.Oxygen is not null && tissue.Ranks.IsRoot) File.WriteAllText(BloodOxygenFile, OxygenSample.Header + "\n");
        if (start.IsMultipleOf(tissue.Options.Windows.Slow)) AfterVessels();
        AfterFields(start);
    }

    private void Restore(ICheckpoint earlier)
    {
        var (times, cells) = (earlier.GetGlobal("reports/spike-times"), earlier.GetGlobal("reports/spike-cells"));
        spikes.AddRange(times.Zip(cells, (time, cell) => new Spike((long)cell, time)));
        if (tissue.Oxygen is null || !tissue.Ranks.IsRoot) return;
        var lines = File.ReadAllLines(BloodOxygenFile);
        TextFile.Write(BloodOxygenFile, string.Join('\n', lines.Where((line, i) => i == 0 || double.Parse(line.Split(',')[0], CultureInfo.InvariantCulture) <= tissue.Start.Milliseconds)) + "\n");
    }

    /// <summary>What the page shows of the run before.</summary>
    private void ReadVoltages(string path, ReportHeader[] headers)
    {
        var parts = Array.ConvertAll(headers, h => ReportFile.Read(path, h.Population));
        for (int k = 0; k < voltages!.Frames; k++) Voltages.Add((parts[0].TimeOf(k), [.. parts.SelectMany(p => p.Frame(k).ToArray()).Select(v => (double)v)]));
    }

    /// <summary>By population; populations that were silent are there too.</summary>
    private void WriteSpikes()
    {
        if (tissue is not { Neurons: not null, Ranks.IsRoot: true, Cells: { } cells }) return;
        string name = cells.Config?.SpikesFile is { } asked ? asked.EndsWith(".h5", StringComparison.Ordinal) ? asked : asked + ".h5" : "spikes.h5";
        var byPopulation = spikes.Select(s => (Node: cells.NodeOf(s.Gid), s.Time)).ToLookup(s => s.Node.Population);
        SpikesFile.Write(folder.File(name), cells.Populations.Select(p => new SpikeTrains(p, [.. byPopulation[p].Select(s => s.Time)], [.. byPopulation[p].Select(s => s.Node.Id)])));
    }

    private ReportHeader[] Headers(long[] cellOf, long[] sectionOf) => CircuitReport.Headers(tissue.Cells!, cellOf, Array.ConvertAll(sectionOf, s => (uint)s), null,
        new ReportHeader { Population = "", Mapping = ReportMapping.OnePerNode([]), Start = FirstAt(tissue.Options.Reports.Voltage), Step = tissue.Options.Reports.Voltage, Unit = "mV", Variable = "v" });

    /// <summary>The first multiple of a period that the run meets.</summary>
    private SimTime FirstAt(SimTime period) => tissue.Start.IsMultipleOf(period) ? tissue.Start : period * (tissue.Start / period + 1);

    private void Sample(SimTime time)
    {
        if (time.IsMultipleOf(tissue.Options.Reports.Voltage)) SampleVoltages(time);
        foreach (var report in asked) report.Sample(time);
    }

    private static SimTime CommonDivisor(SimTime a, SimTime b) => b == SimTime.Zero ? a : CommonDivisor(b, new SimTime(a.Picoseconds % b.Picoseconds));

    private void SampleVoltages(SimTime time)
    {
        if (!time.IsMultipleOf(tissue.Options.Reports.Voltage)) return;
        // A repeated window comes twice: the second pass replaces the first.
        while (frames > 0 && sampledAt[frames - 1] >= time)
        {
            frames--;
            samples.RemoveRange(frames * tracedSegments.Length, tracedSegments.Length);
            sampledAt.RemoveAt(frames);
        }
        sampledAt.Add(time);
        var v = tissue.Neurons!.Voltages;
        foreach (int s in tracedSegments) samples.Add(v[s]);
        frames++;
    }

    private void WriteVoltages()
    {
        if (traced is null || frames == 0) return;
        // Samples lie frame by frame; rows of the gather are segments.
        int n = tracedSegments.Length, f = frames;
        var bySegment = new double[n * f];
        for (int k = 0; k < f; k++)
            for (int s = 0; s < n; s++) bySegment[s * f + k] = samples[k * n + s];
        var all = traced.All<double>(bySegment, f);
        samples.Clear();
        sampledAt.Clear();
        frames = 0;
        if (voltages is null) return;
        var frame = new double[traced.Ids.Length];
        for (int k = 0; k < f; k++)
        {
            for (int s = 0; s < frame.Length; s++) frame[s] = all[s * f + k];
            Voltages.Add(((voltages.Header.Start + tissue.Options.Reports.Voltage * voltages.Frames).Milliseconds, [.. frame]));
            voltages.Append(frame);
        }
        voltages.Flush();
    }

    private void GatherSpikes()
    {
        if (tissue.Neurons is not { } neurons) return;
        var ids = tissue.Ranks.Allgatherv<long>([.. neurons.Spikes.Select(s => s.Gid)]);
        var times = tissue.Ranks.Allgatherv<double>([.. neurons.Spikes.Select(s => s.Time)]);
        neurons.ClearSpikes();
        spikes.AddRange(ids.Zip(times, (id, time) => new Spike(id, time)).OrderBy(s => s.Time).ThenBy(s => s.Gid));
    }

    private void AfterFields(SimTime time)
    {
        if (tissue is { Diffusion: null, Supply: null }) return;
        fields?.Begin(time);
        foreach (var port in (tissue.Diffusion?.Ports ?? []).Concat(tissue.Supply?.Ports ?? []).Where(p => p is { Direction: PortDirection.Offers, Sampling: Sampling.Instant } && p.Unit.Text == "mM" && p.Set.Name == "tets"))
        {
            var all = tets!.All<double>(port.Values);
            fields?.Write(port.Name, port.Unit.Text, all);
        }
        fields?.End();
    }

    private void AfterVessels()
    {
        if (vessels is null || tissue.BloodFlow is not { } flow) return;
        var graph = tissue.Vessels!;
        var pressures = new double[graph.EdgeCount];
        for (int e = 0; e < pressures.Length; e++) pressures[e] = 0.5 * (flow.Pressures[graph.Start[e]] + flow.Pressures[graph.End[e]]);
        vessels.Append(flow.Flows, flow.Radii, pressures, flow.Volumes, [.. flow.Contents.Select(c => c.Values)]);
        vessels.Flush();
        if (tissue.Oxygen is { } oxygen) File.AppendAllText(BloodOxygenFile, oxygen.Now.Line + "\n");
    }
}
