using System.Runtime.InteropServices;
using Multiscale.Core;

namespace Multiscale.Sweep;

/// <summary>
/// A SQLite file of results: table `points`, one row per point (number, status, error, seed, run time, parameters, features), table `regions` where something is
/// kept of every region (one blob of singles per column and point), and table `sweep` with the definition. `results.sqlite` is one, and so is what each further rank writes in `shards/` until it is merged.
/// </summary>
public sealed class ResultFile : IDisposable
{
    private static readonly string[] Fixed = ["point", "status", "error", "seed", "run_time", "fc"];

    private readonly Database database;
    private readonly Database.Statement insert;
    private readonly Database.Statement? insertRegions;
    private readonly (string Name, string[] Columns)[] tables;
    private readonly Axis[] axes;
    private readonly int features, perRegion;

    /// <summary>Opens or creates a file for these columns.</summary>
    /// <exception cref="InputException">Two columns have one name.</exception>
    public ResultFile(string path, IReadOnlyList<Axis> axes, IReadOnlyList<string> columns, IReadOnlyList<string> regionColumns, IReadOnlyDictionary<string, string> definition)
    {
        this.axes = [.. axes];
        (features, perRegion) = (columns.Count, regionColumns.Count);
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
        if (perRegion > 0) database.Execute("CREATE TABLE IF NOT EXISTS regions (point INTEGER PRIMARY KEY)");
        AddMissing("points", columns, "REAL");
        if (perRegion > 0) AddMissing("regions", regionColumns, "BLOB");
        database.Execute("COMMIT");
        // Points last: as long as they are not done here, their regions are taken over by a merge.
        tables = perRegion > 0 ? [("regions", ["point", .. regionColumns]), ("points", names)] : [("points", names)];
        insert = Insert("points", names);
        if (perRegion > 0) insertRegions = Insert("regions", tables[0].Columns);
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
            if (result.Regions is not null) WriteRegions(point.Number, result.Regions);
        }
        database.Execute("COMMIT");
    }

    private void WriteRegions(long point, float[] numbers)
    {
        int regions = numbers.Length / perRegion;
        var values = new object?[1 + perRegion];
        values[0] = point;
        for (int c = 0; c < perRegion; c++) values[1 + c] = MemoryMarshal.AsBytes(numbers.AsSpan(c * regions, regions)).ToArray();
        insertRegions!.Bind(values);
        insertRegions.Step();
        insertRegions.Reset();
    }

    /// <summary>Takes over the rows of another file, unless it lacks columns; a row that is done here stays. Doing it twice changes nothing.</summary>
    public void Merge(string path)
    {
        database.Execute("ATTACH ? AS shard", path);
        if (tables.All(t => !t.Columns.Except(ColumnsOf("shard", t.Name), StringComparer.OrdinalIgnoreCase).Any()))
        {
            database.Execute("BEGIN IMMEDIATE");
            foreach (var (table, names) in tables)
            {
                string columns = string.Join(", ", names.Select(Quoted));
                database.Execute($"INSERT OR REPLACE INTO main.{table} ({columns}) SELECT {columns} FROM shard.{table} AS s WHERE NOT EXISTS (SELECT 1 FROM main.points AS m WHERE m.point = s.point AND m.status = 'done')");
            }
            database.Execute("COMMIT");
        }
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
        foreach (long number in gone) Delete(" WHERE point = ?", number);
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
        insertRegions?.Dispose();
        database.Dispose();
    }

    internal static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    /// <summary>Rows lack a column that was asked for later: they are run again.</summary>
    private void AddMissing(string table, IReadOnlyList<string> columns, string type)
    {
        string[] present = ColumnsOf("main", table);
        foreach (string column in columns.Except(present, StringComparer.OrdinalIgnoreCase))
        {
            // Rows without the new number are not done.
            Delete("");
            database.Execute($"ALTER TABLE {table} ADD COLUMN {Quoted(column)} {type}");
        }
    }

    private void Delete(string where, params ReadOnlySpan<object?> values)
    {
        database.Execute("DELETE FROM points" + where, values);
        if (perRegion > 0) database.Execute("DELETE FROM regions" + where, values);
    }

    private Database.Statement Insert(string table, string[] columns) =>
        database.Prepare($"INSERT OR REPLACE INTO {table} ({string.Join(", ", columns.Select(Quoted))}) VALUES ({string.Join(", ", columns.Select(_ => "?"))})");

    private string[] ColumnsOf(string schema, string table)
    {
        var names = new List<string>();
        using var rows = database.Prepare($"PRAGMA {schema}.table_info({table})");
        while (rows.Step()) names.Add(rows.Text(1)!);
        return [.. names];
    }
}
