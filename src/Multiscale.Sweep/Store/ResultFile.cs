using System.Runtime.InteropServices;
using Multiscale.Core;

namespace Multiscale.Sweep;

/// <summary>
/// A SQLite file of results: table `points`, one row per point (number, status, error, seed, run time, parameters, features), and table `sweep` with
/// the definition. `results.sqlite` is one, and so is what each further rank writes in `shards/` until it is merged.
/// </summary>
public sealed class ResultFile : IDisposable
{
    private static readonly string[] Fixed = ["point", "status", "error", "seed", "run_time", "fc"];

    private readonly Database database;
    private readonly Database.Statement insert;
    private readonly Axis[] axes;
    private readonly int features;

    /// <summary>Opens or creates a file for these columns.</summary>
    /// <exception cref="InputException">Two columns have one name.</exception>
    public ResultFile(string path, IReadOnlyList<Axis> axes, IReadOnlyList<string> columns, IReadOnlyDictionary<string, string> definition)
    {
        this.axes = [.. axes];
        features = columns.Count;
        string[] names = [.. Fixed, .. axes.Select(a => a.Name), .. columns];
        if (names.CountBy(n => n.ToLowerInvariant()).FirstOrDefault(n => n.Value > 1) is { Key: { } twice })
            throw new InputException("MS1605", $"two columns are named '{twice}'", "give the axis another name, and the parameter's path under `parameter`");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        database = Database.Create(path);
        database.Execute("BEGIN IMMEDIATE");
        database.Execute("CREATE TABLE IF NOT EXISTS sweep (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
        foreach (var (key, value) in definition) database.Execute("INSERT OR REPLACE INTO sweep VALUES (?, ?)", key, value);
        var typed = axes.Select(a => $"{Quoted(a.Name)} {(a.Words is null ? "REAL" : "TEXT")} NOT NULL").Concat(columns.Select(c => $"{Quoted(c)} REAL"));
        database.Execute($"CREATE TABLE IF NOT EXISTS points (point INTEGER PRIMARY KEY, status TEXT NOT NULL, error TEXT, seed INTEGER NOT NULL, run_time REAL NOT NULL, fc BLOB, {string.Join(", ", typed)})");
        AddMissing(columns);
        database.Execute("COMMIT");
        insert = database.Prepare($"INSERT OR REPLACE INTO points ({string.Join(", ", names.Select(Quoted))}) VALUES ({string.Join(", ", names.Select(_ => "?"))})");
    }

    /// <summary>Writes one row per point, all or none.</summary>
    public void Write(ReadOnlySpan<SweepPoint> points, ReadOnlySpan<PointResult> results, double runTime)
    {
        database.Execute("BEGIN IMMEDIATE");
        var values = new object?[Fixed.Length + axes.Length + features];
        for (int i = 0; i < points.Length; i++)
        {
            var (point, result) = (points[i], results[i]);
            values[0] = point.Number;
            values[1] = result.Error is null ? "done" : "failed";
            values[2] = result.Error;
            values[3] = point.Seed;
            values[4] = runTime;
            values[5] = result.Connectivity is { } fc ? MemoryMarshal.AsBytes(fc.AsSpan()).ToArray() : null;
            for (int a = 0; a < axes.Length; a++) values[Fixed.Length + a] = axes[a].Words is { } words ? words[(int)point.Values[a]] : point.Values[a];
            for (int f = 0; f < features; f++) values[Fixed.Length + axes.Length + f] = result.Features?[f];
            insert.Bind(values);
            insert.Step();
            insert.Reset();
        }
        database.Execute("COMMIT");
    }

    /// <summary>Takes over the rows of another file; a row that is done here stays. Doing it twice changes nothing.</summary>
    public void Merge(string path)
    {
        string[] here = ColumnsOf("main"), there;
        database.Execute("ATTACH ? AS shard", path);
        there = ColumnsOf("shard");
        string shared = string.Join(", ", here.Intersect(there).Select(Quoted));
        if (shared.Length > 0)
            database.Execute($"INSERT OR REPLACE INTO points ({shared}) SELECT {shared} FROM shard.points AS s WHERE NOT EXISTS (SELECT 1 FROM main.points AS m WHERE m.point = s.point AND m.status = 'done')");
        database.Execute("DETACH shard");
    }

    /// <summary>Removes the rows whose parameters or seeds are not those of the table: what a changed definition no longer holds.</summary>
    public void Forget(PointTable table)
    {
        var gone = new List<long>();
        using (var rows = database.Prepare($"SELECT point, seed, {string.Join(", ", axes.Select(a => Quoted(a.Name)))} FROM points"))
            while (rows.Step())
            {
                long number = rows.Whole(0);
                bool same = number < table.Count && table[number].Seed == rows.Whole(1);
                for (int a = 0; same && a < axes.Length; a++)
                    same = axes[a].Words is { } words ? rows.Text(2 + a) == words[(int)table[number].Values[a]] : rows.Number(2 + a) == table[number].Values[a];
                if (!same) gone.Add(number);
            }
        database.Execute("BEGIN IMMEDIATE");
        foreach (long number in gone) database.Execute("DELETE FROM points WHERE point = ?", number);
        database.Execute("COMMIT");
    }

    /// <summary>Adds the indices that queries over status and parameters use.</summary>
    public void Index()
    {
        database.Execute("CREATE INDEX IF NOT EXISTS points_status ON points (status)");
        foreach (var axis in axes) database.Execute($"CREATE INDEX IF NOT EXISTS {Quoted("points_" + axis.Name)} ON points ({Quoted(axis.Name)})");
    }

    public void Dispose()
    {
        insert.Dispose();
        database.Dispose();
    }

    internal static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    /// <summary>Rows lack a column that was asked for later: they are run again.</summary>
    private void AddMissing(IReadOnlyList<string> columns)
    {
        string[] present = ColumnsOf("main");
        foreach (string column in columns.Except(present, StringComparer.OrdinalIgnoreCase))
        {
            // Rows without the new number are not done.
            database.Execute("DELETE FROM points");
            database.Execute($"ALTER TABLE points ADD COLUMN {Quoted(column)} REAL");
        }
    }

    private string[] ColumnsOf(string schema)
    {
        var names = new List<string>();
        using var rows = database.Prepare($"PRAGMA {schema}.table_info(points)");
        while (rows.Step()) names.Add(rows.Text(1)!);
        return [.. names];
    }
}
