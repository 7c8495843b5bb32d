using System.Diagnostics;
using Multiscale.Core;
using Multiscale.Metabolism;

namespace Multiscale.Cli;

/// <summary>jolivet-1000: 1,000 cells of the coupled model, windows of 100 ms, demands that differ by 2 %, rtol 1e-6.</summary>
internal static class MetabolismBench
{
    private const int Cells = 1000, Windows = 10;

    public static IEnumerable<BenchLine> Run()
    {
        var volumes = new double[Cells];
        var tissue = new double[Cells];
        Array.Fill(volumes, 4500);
        Array.Fill(tissue, 1e9 / 9e4);
        var solver = new MetabolismSolver(new MetabolismOptions { RelativeTolerance = 1e-6 }, EntitySet.Whole("cells", Cells), volumes, tissue);
        var demand = Exchanges.PortOf(solver, "atp-demand")!;
        for (int c = 0; c < Cells; c++) demand.Values[c] = 0.3 * (1 + 0.02 * c / Cells) * volumes[c] * 0.1;
        var window = SimTime.FromMilliseconds(100);
        solver.Advance(window);
        long start = Stopwatch.GetTimestamp();
        for (int w = 2; w <= Windows + 1; w++) solver.Advance(window * w);
        double each = Stopwatch.GetElapsedTime(start).TotalSeconds / Windows / Cells;
        yield return new BenchLine("metabolism", "jolivet-1000", "cell-window", 1e6 * each, "us");
    }
}
