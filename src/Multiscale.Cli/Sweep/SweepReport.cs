using System.Globalization;
using Multiscale.Brain;
using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Sweep;

namespace Multiscale.Cli;

/// <summary>Gathers what the page of a sweep shows.</summary>
internal sealed class SweepReport
{
    /// <summary>Points in the page; of larger sweeps, evenly chosen ones. 30,000 points with 80 features make a page of 13 MB.</summary>
    private const int MostPoints = 30_000;

    private const int Pixels = 600, Matrices = 4;

    private readonly ResultTable table;
    private readonly object?[][] rows;
    private readonly string[] parameters, units;
    private readonly List<string> features;
    private readonly List<PageColumn> columns = [];

    /// <param name="reference">A measured connectivity to compare the kept ones with: adds the columns reference_fc_fit and reference_fc_fit_published.</param>
    /// <param name="order">Names of its regions, one a line; null: in the order of the sweep.</param>
    public SweepReport(string folder, string? reference, string? order = null)
    {
        table = ResultTable.Read(folder);
        var done = table.Rows.Where(r => r[table.IndexOf("status")] is "done").ToArray();
        int every = Math.Max(1, (done.Length + MostPoints - 1) / MostPoints);
        rows = [.. done.Where((_, i) => i % every == 0)];
        parameters = table.Definition["parameters"].Split('\n');
        units = table.Definition["units"].Split('\n');
        features = [.. table.Definition["features"].Split('\n')];
        foreach (string feature in features) columns.Add(PageColumn.Of(feature, [.. rows.Select(r => Number(r, feature))]));
        if (reference is not null) Compare(reference, order);
    }

    public SweepPageData Data()
    {
        var axes = parameters.Select((name, i) => Axis(name, units[i])).ToArray();
        int status = table.IndexOf("status"), error = table.IndexOf("error");
        var failed = table.Rows.Where(r => r[status] is "failed").ToArray();
        double seconds = table.Numbers("run_time").Sum();
        int total = int.Parse(table.Definition["points"], CultureInfo.InvariantCulture);
        KeyFigure[] figures =
        [
            new("points", $"{total}"), new("done", $"{table.Count - failed.Length}"), new("failed", $"{failed.Length}"), new("left", $"{total - table.Count}"),
            new("computing time, all ranks", seconds < 120 ? $"{seconds:f1} s" : $"{seconds / 60:f1} min"), new("points per second and rank", $"{table.Count / Math.Max(seconds, 1e-9):g3}"),
        ];
        string shown = rows.Length < table.Count - failed.Length ? $"; this page shows {rows.Length} points, evenly chosen" : "";
        return new SweepPageData(table.Definition["name"], $"{string.Join(" x ", parameters)}, definition {table.Definition["hash"][..8]}{shown}", figures, axes, features,
            [.. rows.Select(r => (long)r[0]!)], columns, [.. Series()], [.. Connectivity()],
            [.. failed.GroupBy(r => ((string?)r[error] ?? "").Split('\n')[0]).Select(g => new PageFailure(g.Key, g.Count(), (long)g.First()[0]!))]);
    }

    /// <summary>Adds the column of an axis: values, or the numbers of words.</summary>
    private PageAxis Axis(string name, string unit)
    {
        int at = table.IndexOf(name);
        if (rows.Any(r => r[at] is string))
        {
            string[] words = [.. rows.Select(r => (string)r[at]!).Distinct()];
            columns.Add(PageColumn.Of(name, [.. rows.Select(r => (double)Array.IndexOf(words, (string)r[at]!))]));
            return new PageAxis(name, "1", [.. words.Select((_, i) => (double)i)], words);
        }
        double[] values = [.. rows.Select(r => Number(r, name))];
        columns.Add(PageColumn.Of(name, values));
        double[] distinct = [.. values.Distinct().Order()];
        // A sampled axis has about as many values as points.
        return new PageAxis(name, unit, distinct.Length > 64 ? [] : distinct, null);
    }

    private void Compare(string reference, string? order)
    {
        var fits = new List<(double Triangle, double Whole)>();
        double[]? measured = null;
        double[] triangle = [], whole = [];
        foreach (var row in rows)
        {
            double[] fc = KeptConnectivity.Of(table, (long)row[0]!);
            int n = KeptConnectivity.RegionsOf(fc.Length);
            if (measured is null) (measured, triangle, whole) = (measured = KeptConnectivity.Measured(table, reference, order, n), Correlation.AboveDiagonal(measured, n), measured);
            fits.Add((Correlation.Of(fc, triangle), Correlation.Of(Correlation.WholeMatrix(fc, n), whole)));
        }
        features.InsertRange(0, ["reference_fc_fit", "reference_fc_fit_published"]);
        columns.Add(PageColumn.Of("reference_fc_fit", [.. fits.Select(f => f.Triangle)]));
        columns.Add(PageColumn.Of("reference_fc_fit_published", [.. fits.Select(f => f.Whole)]));
    }

    private IEnumerable<PageSeries> Series()
    {
        if (!Directory.Exists(SeriesFile.FolderOf(table.Folder))) yield break;
        foreach (string path in Directory.GetFiles(SeriesFile.FolderOf(table.Folder), "point-*.h5").Order(StringComparer.Ordinal).Take(12))
        {
            long point = long.Parse(Path.GetFileNameWithoutExtension(path)["point-".Length..], CultureInfo.InvariantCulture);
            if (rows.FirstOrDefault(r => (long)r[0]! == point) is not { } row) continue;
            using var file = Hdf5File.Open(path);
            double[] time = file.Read<double>("time");
            var means = new List<ChartSeries>();
            PagePicture? picture = null;
            foreach (string name in file.Children("/").Where(n => n is not ("time" or "regions")))
            {
                double[] values = file.Read<double>(name);
                int regions = values.Length / time.Length;
                int step = Math.Max(1, time.Length / 2000);
                means.Add(new ChartSeries(name, [.. Enumerable.Range(0, time.Length / step).Select(t => Math.Round(values.AsSpan(t * step * regions, regions).ToArray().Average(), 4))]));
                picture ??= Picture(values, time.Length, regions);
            }
            int every = Math.Max(1, time.Length / 2000);
            yield return new PageSeries(point, TitleOf(row), [.. Enumerable.Range(0, time.Length / every).Select(t => time[t * every])], means, picture!);
        }
    }

    /// <summary>Bright where the rate reaches what 1 % of the pixels exceed: one region at its ceiling would leave all others dark.</summary>
    private static PagePicture Picture(double[] values, int samples, int regions)
    {
        int width = Math.Min(Pixels, samples);
        var means = new double[width * regions];
        for (int r = 0; r < regions; r++)
            for (int x = 0; x < width; x++)
            {
                int from = (int)((long)x * samples / width), to = (int)((long)(x + 1) * samples / width);
                for (int t = from; t < to; t++) means[r * width + x] += values[t * regions + r] / (to - from);
            }
        double most = Math.Max(1e-12, means.Order().ElementAt(means.Length * 99 / 100));
        return new PagePicture(width, regions, most, Convert.ToBase64String(Array.ConvertAll(means, v => (byte)Math.Clamp(255 * v / most, 0, 255))));
    }

    /// <summary>Of the points with kept series, and of the best fits; of the first points when there is neither.</summary>
    private IEnumerable<PageMatrix> Connectivity()
    {
        string? fit = features.FirstOrDefault(f => f.EndsWith("fc_fit", StringComparison.Ordinal));
        IEnumerable<object?[]> chosen = rows;
        if (fit is not null)
        {
            int column = features.IndexOf(fit);
            float[] values = MemoryOf(columns.First(c => c.Name == features[column]).Values);
            chosen = rows.Select((r, i) => (r, i)).OrderByDescending(p => float.IsNaN(values[p.i]) ? float.NegativeInfinity : values[p.i]).Select(p => p.r);
        }
        else if (rows.Length > Matrices)
            chosen = Enumerable.Range(0, Matrices).Select(k => rows[k * (rows.Length - 1) / (Matrices - 1)]);
        foreach (var row in chosen.Take(Matrices))
            if (table.ConnectivityOf((long)row[0]!) is { } fc) yield return new PageMatrix($"point {row[0]}: {TitleOf(row)}", KeptConnectivity.RegionsOf(fc.Length), PageColumn.Encoded(fc));
    }

    private static float[] MemoryOf(string encoded) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(encoded)).ToArray();

    private string TitleOf(object?[] row) => string.Join(", ", parameters.Select((name, i) =>
        $"{name} {(row[table.IndexOf(name)] is string word ? word : Number(row, name).ToString("g4", CultureInfo.InvariantCulture) + (units[i] is "1" or "" ? "" : " " + units[i]))}"));

    private double Number(object?[] row, string column) => row[table.IndexOf(column)] switch { double x => x, long n => n, _ => double.NaN };
}
