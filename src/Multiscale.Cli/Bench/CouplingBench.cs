using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>Errors of the three schedules on onecell P2s and P2 as windows shrink, beside those of the windowed scheme with exact sub-solvers: the table of docs/theory.</summary>
internal static class CouplingBench
{
    // Small enough for the neuron solver's own error to stay below that of the smallest windows.
    private const double Step = 0.00125;

    private static readonly (double Window, double Slow)[] Windows = [(10, 200), (5, 100), (2.5, 50), (1.25, 25)];

    public static IEnumerable<BenchLine> Run()
    {
        var cell = new OneCell(ShippedFiles.Folder("configs/verification/onecell"), new SerialCommunicator());
        foreach (var (schedule, scheme) in new[] { (ScheduleKind.LocalSource, "localsource"), (ScheduleKind.Staggered, "staggered"), (ScheduleKind.Repeat, "repeat") })
            foreach (var (w, slow) in Windows)
            {
                var smooth = cell.Run("P2s", schedule, w, slow, Step, 2200);
                yield return Line(cell, "P2s", scheme, w, slow, "ko_1100", smooth[1100, "ko"] - cell.ReferenceValue("P2s", 1100, "ko"), "mM");
                yield return Line(cell, "P2s", scheme, w, slow, "ATP_2200", smooth[2200, "ATP_n"] - cell.ReferenceValue("P2s", 2200, "ATP_n"), "mM");
                var spiking = cell.Run("P2", schedule, w, slow, Step, 2200);
                if (spiking.Spikes.Length > 0)
                    yield return Line(cell, "P2", scheme, w, slow, "last_spike_ms", spiking.Spikes[^1] - cell.ReferenceSpikes("P2")[^1], "ms");
                yield return Line(cell, "P2", scheme, w, slow, "ko_1100", spiking[1100, "ko"] - cell.ReferenceValue("P2", 1100, "ko"), "mM");
            }
    }

    private static BenchLine Line(OneCell cell, string protocol, string scheme, double w, double slow, string quantity, double error, string unit)
    {
        double? exact = cell.WindowedError(protocol, scheme, w, slow, quantity);
        return new BenchLine("coupling", $"onecell-{protocol}", $"{scheme} {w}/{slow} {quantity}", error, unit, exact is null ? null : "exact sub-solvers", exact, exact / error);
    }
}
