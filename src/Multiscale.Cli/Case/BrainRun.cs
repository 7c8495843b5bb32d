using System.Diagnostics;
using Multiscale.Core;

namespace Multiscale.Cli;

/// <summary>Runs one brain to its end and draws it. The first rank computes: a brain alone is too small to part; sweeps use all ranks.</summary>
internal static class BrainRun
{
    private const int DrawnRegions = 6, DrawnPoints = 2000;

    /// <summary>Advances to the end, or until <paramref name="goOn"/> says no.</summary>
    /// <exception cref="NumericalException">MS1509: a state is no longer a number.</exception>
    public static BrainRecord Advance(BrainCase brain, SimTime duration, Func<double, bool> goOn)
    {
        var record = new BrainRecord(brain);
        brain.Batch.Observer = record;
        var integration = brain.Batch.Program.Options;
        long steps = (long)Math.Round(duration.Milliseconds / integration.TimeStep);
        long raw = (long)Math.Round(brain.Options.Monitors.Raw.Milliseconds / integration.TimeStep);
        long chunk = raw > 0 ? raw : 10L * brain.Batch.Program.StepsPerAverage;
        while (brain.Batch.Step < steps)
        {
            brain.Batch.Advance(Math.Min(chunk, steps - brain.Batch.Step));
            if (raw > 0) record.SampleStates();
            if (!brain.Batch.IsFinite(0)) throw new NumericalException("MS1509", $"a state of the model {brain.Batch.Program.Model.Name} is no longer a number at {brain.Batch.Time} ms", "shorten integration.time_step, or check the parameters");
            if (!goOn((double)brain.Batch.Step / steps)) break;
        }
        return record;
    }

    public static int Run(CaseOptions options, string path, string? output, string[] overrides, Action<IReadOnlyDictionary<string, object?>, RunFolder, string, double> finish)
    {
        long started = Stopwatch.GetTimestamp();
        var ranks = Job.Ranks;
        var brain = new BrainCase(options.Brain!, options.Seed);
        var folder = new RunFolder(output ?? Path.Combine("runs", options.Name), ranks);
        folder.Begin(options, Configuration.CaseFile.ResolvedYaml(options), overrides, InputFiles.Of(options, path), ranks.Size);
        if (!ranks.IsRoot) return 0;
        var progress = new Progress(ranks, options.Name);
        using var stop = new StopRequest();
        string reason = "completed";
        BrainRecord record;
        try
        {
            record = Advance(brain, options.Duration, part =>
            {
                progress.Report(part, $"{brain.Batch.Time:f0} ms");
                if (!stop.Requested || part >= 1) return true;
                reason = "interrupted";
                return false;
            });
        }
        catch (MultiscaleException e)
        {
            folder.End(e.Diagnostics[0].ToString(), new Dictionary<string, object?>());
            throw;
        }
        double wall = Stopwatch.GetElapsedTime(started).TotalSeconds;
        record.Write(folder.File("brain.h5"));
        var figures = new Dictionary<string, object?> { ["wall_s"] = wall, ["regions"] = brain.Connectome.Count, ["model"] = brain.Batch.Program.Model.Name };
        foreach (var (name, values) in record.Series())
            if (values.Length > 0) figures[name] = values.Length == 1 ? values[0] : new { first = values[0], min = values.Min(), max = values.Max(), mean = values.Average(), last = values[^1] };
        folder.End(reason, figures);
        ReportPage.Write(folder.File("report.html"), Page(options, brain, record, wall));
        finish(figures, folder, reason, wall);
        return reason == "completed" ? 0 : 5;
    }

    private static ReportData Page(CaseOptions options, BrainCase brain, BrainRecord record, double wall)
    {
        var program = brain.Batch.Program;
        var integration = program.Options;
        var series = record.Series();
        var key = new List<KeyFigure>
        {
            new("simulated", options.Duration.ToString()), new("wall clock", $"{wall:f1} s"), new("regions", $"{brain.Connectome.Count}"), new("fibres", $"{brain.Connectome.Weights.Count(w => w != 0)}"),
        };
        var charts = new List<Chart>();
        var matrices = new List<MatrixPicture>();
        int thin = Math.Max(1, record.Times.Count / DrawnPoints), n = brain.Connectome.Count;
        double[] times = [.. record.Times.Where((_, i) => i % thin == 0)];
        for (int v = 0; v < program.Observed.Count; v++)
        {
            string name = program.Observed[v], unit = record.UnitOf(v);
            double scale = record.Scale(v);
            double[][] drawn = [.. record.Averages(v).Where((_, i) => i % thin == 0)];
            double[] Of(Func<double[], double> f) => [.. drawn.Select(x => Math.Round(scale * f(x), 6))];
            charts.Add(new Chart($"{name} over the regions", unit, times, [new ChartSeries("least", Of(x => x.Min())), new ChartSeries("mean", Of(x => x.Average())), new ChartSeries("most", Of(x => x.Max()))]));
            charts.Add(new Chart($"{name} of some regions", unit, times, [.. Enumerable.Range(0, Math.Min(DrawnRegions, n)).Select(k => k * n / Math.Min(DrawnRegions, n)).Select(r => new ChartSeries(brain.Connectome.Labels[r], Of(x => x[r])))]));
            matrices.Add(new MatrixPicture($"Functional connectivity of {name}", n, record.Connectivity(v)));
            key.Add(new KeyFigure($"mean {name} [{unit}]", $"{series[name + ", mean"].DefaultIfEmpty(0).Average():g4}"));
            key.Add(new KeyFigure($"mean FC of {name}", $"{series[name + ", FC"][0]:f3}"));
        }
        matrices.Add(new MatrixPicture("Weights of the fibres (logarithm)", n, [.. brain.Connectome.Weights.Select(w => w > 0 ? Math.Log10(w) : double.NaN)]));
        if (record.Bold.Count > 1)
            charts.Add(new Chart("BOLD of some regions", "1", record.BoldTimes, [.. Enumerable.Range(0, Math.Min(DrawnRegions, n)).Select(r => new ChartSeries(brain.Connectome.Labels[r], [.. record.Bold.Select(b => Math.Round(b[r], 9))]))]));
        if (record.Eeg.Count > 0)
            charts.Add(new Chart("EEG, arbitrary scale", "1", times, [.. Enumerable.Range(0, Math.Min(DrawnRegions, record.Eeg[0].Length)).Select(e => new ChartSeries($"electrode {e + 1}", [.. record.Eeg.Where((_, i) => i % thin == 0).Select(x => x[e])]))]));
        string scheme = $"{integration.Scheme} with {integration.TimeStep} ms, {(integration.Mode == Brain.DerivativeMode.Tvb ? "tvb" : "fast")} mode, {integration.Precision.ToString().ToLowerInvariant()} precision, {integration.Speed} m/s, seed {integration.Seed}";
        return new ReportData(options.Name, $"{program.Model.Title}. {scheme}.", options.Duration.Milliseconds, 0, key, null, null, null, charts, [], [], [["integration", wall]]) { Matrices = matrices };
    }
}
