namespace Multiscale.Cli;

/// <summary>A line chart over a common time axis [ms].</summary>
internal sealed record Chart(string Title, string Unit, IReadOnlyList<double> X, IReadOnlyList<ChartSeries> Series);

internal sealed record ChartSeries(string Name, IReadOnlyList<double> Y);

internal sealed record SpikeRaster(IReadOnlyList<double> T, IReadOnlyList<long> Id);

/// <summary>Frames of a field projected on the x-y plane, row by row from low y.</summary>
internal sealed record FieldMap(int Nx, int Ny, IReadOnlyList<double> T, IReadOnlyList<double[]> Frames, int Peak);

internal sealed record VesselDrawing(double[] X0, double[] Y0, double[] X1, double[] Y1, double[] Radius, double[] Flow);

internal sealed record KeyFigure(string Name, string Value);

/// <summary>All that the report shows.</summary>
internal sealed record ReportData(string Name, string Subtitle, double Duration, long Cells, IReadOnlyList<KeyFigure> Figures,
    SpikeRaster? Spikes, FieldMap? Map, VesselDrawing? Vessels, IReadOnlyList<Chart> Charts,
    IReadOnlyList<object[]> Ledger, IReadOnlyList<object[]> Stores, IReadOnlyList<object[]> Seconds)
{
    public IReadOnlyList<MatrixPicture> Matrices { get; init; } = [];
}

/// <summary>A square matrix, row by row from the top; NaN is left blank.</summary>
internal sealed record MatrixPicture(string Title, int Size, double[] Values);

/// <summary>The page of a run.</summary>
internal static class ReportPage
{
    public static void Write(string path, ReportData data) => HtmlPage.Write(path, "run.js", data);
}
