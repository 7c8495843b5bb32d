using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Multiscale.Core;

namespace Multiscale.Sweep;

/// <summary>The results of a folder, read at one moment, while a job may go on writing: main file and shards together, ordered by point.</summary>
public sealed class ResultTable
{
    private readonly SortedDictionary<long, object?[]> rows = [];

    private ResultTable(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>`point`, `status`, `error`, `seed`, `run_time`, then parameters and features.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>What the job wrote about the sweep: `hash`, `name`, `points`, `parameters`, `features` and more.</summary>
    public IReadOnlyDictionary<string, string> Definition { get; private set; } = new Dictionary<string, string>();

    public int Count => rows.Count;

    /// <summary>Values in the order of <see cref="Columns"/>: long, double, string, or null where there is none.</summary>
    public IEnumerable<object?[]> Rows => rows.Values;

    /// <param name="columns">Which columns to read, for large tables; all but the connectivity when left out.</param>
    /// <exception cref="InputException">The folder holds no results.</exception>
    public static ResultTable Read(string folder, IReadOnlyList<string>? columns = null)
    {
        var table = new ResultTable(folder);
        foreach (string file in SweepFolder.Files(folder)) table.Add(file, columns);
        if (table.Columns.Count == 0) throw new InputException("MS1612", $"{folder} holds no results of a sweep", "give the folder that `multiscale sweep` wrote, with results.sqlite in it");
        return table;
    }

    public int IndexOf(string column)
    {
        for (int i = 0; i < Columns.Count; i++)
            if (Columns[i] == column) return i;
        throw new InputException("MS1613", $"there is no column '{column}'", $"choose one of: {string.Join(", ", Columns)}");
    }

    /// <summary>One column as numbers; NaN where there is none.</summary>
    public double[] Numbers(string column)
    {
        int at = IndexOf(column);
        return [.. rows.Values.Select(r => r[at] switch { double x => x, long n => n, _ => double.NaN })];
    }

    /// <summary>The kept connectivity of a point, above the diagonal; null when it was not kept.</summary>
    public float[]? ConnectivityOf(long point)
    {
        foreach (string file in SweepFolder.Files(Folder))
        {
            using var database = Database.OpenToRead(file);
            using var row = database.Prepare("SELECT fc FROM points WHERE point = ? AND fc IS NOT NULL");
            row.Bind([point]);
            if (row.Step()) return MemoryMarshal.Cast<byte, float>(row.Bytes(0)).ToArray();
        }
        return null;
    }

    /// <summary>Writes all rows as comma-separated values, numbers in full precision; what was kept of every region follows, as `e_mean[NAME]`.</summary>
    public void WriteCsv(TextWriter output)
    {
        using var kept = new RegionTable(Folder);
        string[] regions = kept.Columns.Count == 0 ? [] : Definition["regions"].Split('\n');
        output.WriteLine(string.Join(',', Columns.Concat(kept.Columns.SelectMany(c => regions.Select(r => $"{c}[{r}]"))).Select(Field)));
        foreach (var row in Rows)
        {
            var numbers = kept.Of((long)row[0]!)?.SelectMany(c => c) ?? Enumerable.Repeat(float.NaN, kept.Columns.Count * regions.Length);
            output.WriteLine(string.Join(',', row.Concat(numbers.Cast<object?>()).Select(v => Field(TextOf(v)))));
        }
    }

    private static string TextOf(object? value) => value switch
    {
        null or double.NaN or float.NaN => "",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => (string)value,
    };

    private static string Field(string text) => text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;

    private void Add(string file, IReadOnlyList<string>? wanted)
    {
        using var database = Database.OpenToRead(file);
        if (database.Text("SELECT name FROM sqlite_master WHERE name = 'points'") is null) return;
        var definition = new Dictionary<string, string>();
        using (var entries = database.Prepare("SELECT key, value FROM sweep"))
            while (entries.Step()) definition[entries.Text(0)!] = entries.Text(1)!;
        if (Definition.Count == 0) Definition = definition;
        if (Columns.Count == 0)
        {
            var names = new List<string>();
            using var info = database.Prepare("PRAGMA table_info(points)");
            while (info.Step())
                if (info.Text(1) is { } name && name != "fc" && (wanted is null || name is "point" or "status" || wanted.Contains(name))) names.Add(name);
            Columns = names;
        }
        using var select = database.Prepare($"SELECT {string.Join(", ", Columns.Select(ResultFile.Quoted))} FROM points");
        while (select.Step())
        {
            var row = new object?[Columns.Count];
            for (int c = 0; c < row.Length; c++) row[c] = select.Value(c);
            long point = (long)row[0]!;
            if (!rows.TryGetValue(point, out var before) || !Equals(before[1], "done")) rows[point] = row;
        }
    }
}
