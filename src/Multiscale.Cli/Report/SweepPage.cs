using System.Runtime.InteropServices;

namespace Multiscale.Cli;

/// <summary>An axis of a sweep; without values it was sampled.</summary>
internal sealed record PageAxis(string Name, string Unit, IReadOnlyList<double> Values, IReadOnlyList<string>? Words);

/// <summary>One number per point, as the bytes of singles in base 64; NaN where there is none.</summary>
internal sealed record PageColumn(string Name, string Values)
{
    public static PageColumn Of(string name, IReadOnlyList<double> values) => new(name, Encoded([.. values.Select(v => (float)v)]));

    public static string Encoded(float[] values) => Convert.ToBase64String(MemoryMarshal.AsBytes<float>(values));
}

/// <summary>Regions by time, one byte a value, row by row from the first region, 255 for <paramref name="Most"/>.</summary>
internal sealed record PagePicture(int Width, int Height, double Most, string Values);

internal sealed record PageSeries(long Point, string Title, IReadOnlyList<double> Time, IReadOnlyList<ChartSeries> Means, PagePicture Regions);

internal sealed record PageMatrix(string Title, int Size, string Values);

internal sealed record PageFailure(string Error, int Count, long First);

/// <summary>All that the page of a sweep shows.</summary>
internal sealed record SweepPageData(string Name, string Subtitle, IReadOnlyList<KeyFigure> Figures, IReadOnlyList<PageAxis> Axes, IReadOnlyList<string> Features,
    IReadOnlyList<long> Points, IReadOnlyList<PageColumn> Columns, IReadOnlyList<PageSeries> Series, IReadOnlyList<PageMatrix> Connectivity, IReadOnlyList<PageFailure> Failures);

/// <summary>The page of a sweep.</summary>
internal static class SweepPage
{
    public static void Write(string path, SweepPageData data) => HtmlPage.Write(path, "sweep.js", data);
}
