using Multiscale.Geometry;

namespace Multiscale.Cli;

/// <summary>intersect-1e6: a million random segments of 5 um against a box of 10 x 10 x 100 um with about 490,000 tetrahedra.</summary>
internal static class GeometryBench
{
    private const int Segments = 1_000_000;

    // Measured for STEPS 5.0.4 on the same task, one core of a 2-core AMD EPYC: 1.4 ms per segment.
    private const double StepsSeconds = 1.4e-3 * Segments;

    public static IEnumerable<BenchLine> Run()
    {
        var timing = IntersectionBenchmark.Run(GmshScript.Box("0.455"), Segments, 5, 1);
        return
        [
            new BenchLine("geometry", "intersect-1e6", "walk", timing.Seconds, "s", "STEPS 5.0.4 (recorded)", StepsSeconds, StepsSeconds / timing.Seconds),
            new BenchLine("geometry", "intersect-1e6", "index", timing.BuildSeconds, "s"),
            new BenchLine("geometry", "intersect-1e6", "pieces per segment", timing.Pieces, "1"),
            new BenchLine("geometry", "intersect-1e6", "worst row sum - 1", timing.WorstSum, "1"),
        ];
    }
}
