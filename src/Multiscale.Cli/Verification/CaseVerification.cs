using System.Text.Json;
using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>Runs a shipped case and holds its course against the ranges in its expected.json.</summary>
internal static class CaseVerification
{
    /// <param name="Series">A series of the run's monitor, `firing rate` (spikes per cell and second during the stimulus) or `ledger`.</param>
    /// <param name="Statistic">first, last, mean, min, max, rise (max - first), fall (first - min), return (max - last), recovery (last - min), peak time (of the max, in s; of series per slow window).</param>
    private sealed record Check(string Series, string Statistic, double? Min, double? Max, string Unit);

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static IEnumerable<VerificationRow> Run(string folder, Communicator ranks)
    {
        var options = SimulationCase.Load(Path.Combine(folder, "case.yaml"), []);
        var checks = JsonSerializer.Deserialize<Check[]>(File.ReadAllBytes(Path.Combine(folder, "expected.json")), Json)!;
        if (options.Brain is not null)
        {
            var series = BrainRun.Advance(new BrainCase(options.Brain, options.Seed), options.Duration, _ => true).Series();
            foreach (var check in checks) yield return Row(options.Name, check, Statistic(series[check.Series], check.Statistic));
            yield break;
        }
        var tissue = TissueBuilder.Build(options, ranks, new NoCache());
        var monitor = new RunMonitor(tissue);
        var progress = new Progress(ranks, options.Name);
        tissue.Run(window =>
        {
            monitor.After(window);
            progress.Report((double)window.End.Picoseconds / options.Duration.Picoseconds, window.End.ToString());
            return true;
        });
        double rate = FiringRate(tissue);
        foreach (var check in checks)
        {
            double value = check.Series switch
            {
                "firing rate" => rate,
                "ledger" => tissue.Coupler.Ledger.Worst,
                _ when check.Statistic == "peak time" => PeakTime(monitor, check.Series),
                _ => Statistic(monitor[check.Series], check.Statistic),
            };
            yield return Row(options.Name, check, value);
        }
    }

    private static VerificationRow Row(string name, Check check, double value)
    {
        double outside = Math.Max(check.Min is { } low ? low - value : double.NegativeInfinity, check.Max is { } high ? value - high : double.NegativeInfinity);
        return new VerificationRow(name, $"expected {Range(check)}", $"{check.Series} {check.Statistic} = {value:g5}", double.IsNaN(value) ? double.NaN : Math.Max(0, outside), 0, check.Unit);
    }

    private static string Range(Check check) => check switch
    {
        { Min: { } low, Max: { } high } => $"{low:g4} to {high:g4}",
        { Min: { } low } => $"at least {low:g4}",
        { Max: { } high } => $"at most {high:g4}",
        _ => throw new InputException("MS0131", $"expected.json: '{check.Series} {check.Statistic}' has no bound", "give min, max or both"),
    };

    /// <summary>Spikes per cell and second while the first stimulus lasts. Collective.</summary>
    private static double FiringRate(CoupledTissue tissue)
    {
        if (tissue is not { Neurons: { } neurons, Layout: { } layout } || tissue.Options.Neurons!.Stimuli is not [var stimulus, ..]) return 0;
        long spikes = tissue.Ranks.Sum((long)neurons.Spikes.Count(s => s.Time >= stimulus.Start && s.Time < stimulus.Start + stimulus.Duration));
        return spikes / (double)layout.Cells.GlobalCount / (1e-3 * stimulus.Duration);
    }

    private static double PeakTime(RunMonitor monitor, string series)
    {
        var values = monitor[series];
        return monitor.SlowTimes.Count == values.Count ? 1e-3 * monitor.SlowTimes[values.Index().MaxBy(v => v.Item).Index]
            : throw new InputException("MS0131", $"expected.json: the peak time of '{series}' is not kept", "ask for that of a series per slow window");
    }

    private static double Statistic(IReadOnlyList<double> values, string name) => name switch
    {
        "first" => values[0],
        "last" => values[^1],
        "mean" => values.Average(),
        "min" => values.Min(),
        "max" => values.Max(),
        "rise" => values.Max() - values[0],
        "fall" => values[0] - values.Min(),
        "return" => values.Max() - values[^1],
        "recovery" => values[^1] - values.Min(),
        _ => throw new InputException("MS0131", $"expected.json: there is no statistic '{name}'", "use first, last, mean, min, max, rise, fall, return, recovery or peak time"),
    };
}
