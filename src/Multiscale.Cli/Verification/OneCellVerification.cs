using System.Text.Json;
using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>The rows of `verify onecell`: the coupled program against the system without windows.</summary>
internal static class OneCellVerification
{
    private const string Name = "onecell", Oracle = "one system without windows";

    // Near rheobase the neuron solver's own error in a spike time is 1 ms at a step of 0.025 ms and falls with its square:
    // this step keeps it below that of the windows.
    private const double FineStep = 0.00125;

    public static IEnumerable<VerificationRow> Run(string folder, Communicator ranks)
    {
        var cell = new OneCell(folder, ranks);
        foreach (var row in Rest(cell).Concat(Spiking(cell)).Concat(Order(cell)).Concat(Cuts(cell))) yield return row;
    }

    /// <summary>P1: rest stays rest.</summary>
    private static IEnumerable<VerificationRow> Rest(OneCell cell)
    {
        var run = cell.Run("P1", ScheduleKind.LocalSource, 2.5, 100, 0.025, 10000);
        foreach (string q in (string[])["nai", "ki", "nao", "ko", "ATP_n", "ATP_g", "O2_c", "Na_g"])
        {
            double start = cell.ReferenceValue("P1", 0, q);
            yield return new VerificationRow(Name, Oracle, $"P1 {q}, drift in 10 s", Math.Abs(run[10000, q] - start) / start, 1e-9, "relative");
        }
    }

    /// <summary>P2, P3: ten spikes; the spec's tolerances at two pairs of windows.</summary>
    private static IEnumerable<VerificationRow> Spiking(OneCell cell)
    {
        var coarse = cell.Run("P2", ScheduleKind.LocalSource, 2.5, 100, FineStep, 5000);
        yield return Spikes(cell, "P2", coarse, "2.5/100 ms", 0.05);
        var fine = cell.Run("P2", ScheduleKind.LocalSource, 0.625, 12.5, FineStep, 5000);
        yield return Spikes(cell, "P2", fine, "0.625/12.5 ms", 0.02);
        foreach (var row in Concentrations(cell, "P2", fine)) yield return row;
        yield return new VerificationRow(Name, Oracle, "P2 ledger", Math.Max(coarse.LedgerWorst, fine.LedgerWorst), 1e-9, "relative");
        var flow = cell.Run("P3", ScheduleKind.LocalSource, 0.625, 12.5, FineStep, 5000);
        yield return Spikes(cell, "P3", flow, "0.625/12.5 ms", 0.02);
        foreach (var row in Concentrations(cell, "P3", flow)) yield return row;
    }

    private static VerificationRow Spikes(OneCell cell, string protocol, OneCell.Outcome run, string windows, double allowed)
    {
        var expected = cell.ReferenceSpikes(protocol);
        double error = run.Spikes.Length != expected.Length ? double.PositiveInfinity : expected.Zip(run.Spikes, (a, b) => Math.Abs(a - b)).Max();
        return new VerificationRow(Name, Oracle, $"{protocol} {expected.Length} spikes, {windows}", error, allowed, "ms");
    }

    private static IEnumerable<VerificationRow> Concentrations(OneCell cell, string protocol, OneCell.Outcome run)
    {
        foreach (double t in (double[])[600, 1100, 2200, 5000])
            foreach (string q in (string[])["nai", "ko", "ATP_n", "ATP_g", "O2_c"])
                yield return new VerificationRow(Name, Oracle, $"{protocol} {q} at {t} ms", Math.Abs(run[t, q] - cell.ReferenceValue(protocol, t, q)), 2e-5, "mM");
    }

    /// <summary>P2s, smooth: the order in the window of both schedules, and their errors beside those of the scheme with exact sub-solvers.</summary>
    private static IEnumerable<VerificationRow> Order(OneCell cell)
    {
        (double Window, double Slow)[] windows = [(5, 100), (2.5, 50)];
        foreach (var (schedule, scheme, lowest, highest) in new[] { (ScheduleKind.LocalSource, "localsource", 1.8, double.PositiveInfinity), (ScheduleKind.Staggered, "staggered", 0.8, 1.2) })
        {
            var runs = windows.Select(w => cell.Run("P2s", schedule, w.Window, w.Slow, FineStep, 2200)).ToArray();
            foreach (var (quantity, time, column) in new[] { ("ko", 1100.0, "ko_1100"), ("ATP_n", 2200.0, "ATP_2200") })
            {
                var errors = runs.Select(r => r[time, quantity] - cell.ReferenceValue("P2s", time, quantity)).ToArray();
                for (int i = 0; i < windows.Length; i++)
                    if (cell.WindowedError("P2s", scheme, windows[i].Window, windows[i].Slow, column) is { } expected)
                        yield return new VerificationRow(Name, "windowed scheme, exact sub-solvers", $"P2s {column} {NameOf(schedule)} {windows[i].Window}/{windows[i].Slow} ms", Math.Abs(errors[i] / expected - 1), 0.2, "relative");
                double order = Math.Log2(Math.Abs(errors[0] / errors[1]));
                yield return new VerificationRow(Name, Oracle, $"P2s {column} {NameOf(schedule)} order {order:f2}, {Allowed(lowest, highest)}",
                    Math.Max(0, Math.Max(lowest - order, order - highest)), 0, "1");
            }
        }
    }

    private static string NameOf(ScheduleKind schedule) => JsonNamingPolicy.KebabCaseLower.ConvertName(schedule.ToString());

    private static string Allowed(double lowest, double highest) => double.IsInfinity(highest) ? $"at least {lowest}" : $"{lowest} to {highest}";

    /// <summary>
    /// One exchange cut at a time: the change that follows must be the one that the system without windows shows. The allowance covers the
    /// six digits of the reference and the windows' own error, which weigh most where the change itself is small.
    /// </summary>
    private static IEnumerable<VerificationRow> Cuts(OneCell cell)
    {
        const string full = "none (P2)";
        var p2 = cell.Run("P2", ScheduleKind.LocalSource, 2.5, 100, FineStep, 5000);
        var p3 = cell.Run("P3", ScheduleKind.LocalSource, 2.5, 100, FineStep, 2200);
        yield return Effect("P2", "K feedback cut", new() { PotassiumFeedback = false }, p2, 1100, "ko", cell.CutValue("ko of the neuron held at 3 mM", "ko_1100") - cell.CutValue(full, "ko_1100"), 0.01);
        yield return Effect("P2", "ATP feedback cut", new() { AtpFeedback = false }, p2, 2200, "ATP_n", cell.CutValue("atpi of the neuron held at its start", "ATP_n_2200") - cell.CutValue(full, "ATP_n_2200"), 0.1);
        yield return Effect("P2", "glial uptake cut", new() { GlialUptake = false }, p2, 1100, "ko", cell.CutValue("no astrocyte uptake of K", "ko_1100") - cell.CutValue(full, "ko_1100"), 0.01);
        yield return Effect("P2", "glial uptake cut", new() { GlialUptake = false }, p2, 5000, "ATP_g", cell.CutValue("no astrocyte uptake of K", "ATP_g_5000") - cell.CutValue(full, "ATP_g_5000"), 0.01);
        yield return Effect("P3", "perfusion cut", new() { Perfusion = false }, p3, 2200, "O2_c", cell.CutValue(full, "O2_c_2200") - cell.CutValue("inflow +30 % (P3)", "O2_c_2200"), 0.01);

        VerificationRow Effect(string protocol, string what, CouplingOptions coupling, OneCell.Outcome whole, double time, string quantity, double expected, double allowed)
        {
            var cut = cell.Run(protocol, ScheduleKind.LocalSource, 2.5, 100, FineStep, time, coupling);
            double effect = cut[time, quantity] - whole[time, quantity];
            return new VerificationRow(Name, Oracle, $"{protocol} {what}: {quantity} {effect:+0.000000;-0.000000} mM", Math.Abs(effect / expected - 1), allowed, "relative");
        }
    }
}
