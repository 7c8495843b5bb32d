using System.Runtime.InteropServices;

namespace Multiscale.Sweep;

/// <summary>What the points of a folder kept of every region: table `regions` of its files.</summary>
public sealed class RegionTable : IDisposable
{
    private readonly List<(Database File, Database.Statement Row)> files = [];

    public RegionTable(string folder)
    {
        foreach (string path in SweepFolder.Files(folder))
        {
            var file = Database.OpenToRead(path);
            var names = new List<string>();
            using (var info = file.Prepare("PRAGMA table_info(regions)"))
                while (info.Step())
                    if (info.Text(1) is { } name && name != "point") names.Add(name);
            if (names.Count == 0)
            {
                file.Dispose();
                continue;
            }
            if (Columns.Count == 0) Columns = names;
            files.Add((file, file.Prepare($"SELECT {string.Join(", ", Columns.Select(ResultFile.Quoted))} FROM regions WHERE point = ?")));
        }
    }

    /// <summary>Names such as `e_mean`; none where nothing was kept.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>[column][region] of a point, NaN where there is no number; null for a point that failed, or is not done.</summary>
    public float[][]? Of(long point)
    {
        foreach (var (_, row) in files)
        {
            row.Reset();
            row.Bind([point]);
            if (row.Step()) return [.. Enumerable.Range(0, Columns.Count).Select(c => MemoryMarshal.Cast<byte, float>(row.Bytes(c)).ToArray())];
        }
        return null;
    }

    public void Dispose()
    {
        foreach (var (file, row) in files)
        {
            row.Dispose();
            file.Dispose();
        }
    }
}
