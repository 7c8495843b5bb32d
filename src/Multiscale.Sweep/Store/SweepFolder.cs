using System.Globalization;
using System.Runtime.InteropServices;
using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Sweep;

/// <summary>One of several jobs that share a sweep, as the tasks of a SLURM array: it runs the points whose number is <paramref name="Index"/> modulo <paramref name="Count"/>.</summary>
public readonly record struct SweepPart(int Index, int Count)
{
    public static SweepPart Whole => new(0, 1);
}

/// <summary>
/// The folder of a sweep: `results.sqlite`, written by rank 0, and `shards/`, one file per further rank. Shards are merged at the end, and at the
/// start of the next job, which takes up what a killed one left. Parts of an array write shards only.
/// </summary>
public sealed class SweepFolder : IDisposable
{
    private readonly Communicator ranks;
    private readonly SweepPart part;
    private readonly FileStream? held;
    private ResultFile? results;

    /// <summary>Collective; rank 0 creates the folder and holds it until the job ends.</summary>
    /// <exception cref="InputException">Another job writes to it.</exception>
    public SweepFolder(string path, Communicator ranks, SweepPart part)
    {
        (Location, this.ranks, this.part) = (Path.GetFullPath(path), ranks, part);
        if (!ranks.IsRoot) return;
        Directory.CreateDirectory(Shards(Location));
        try
        {
            held = new FileStream(Path.Combine(Location, part.Count == 1 ? "lock" : $"lock-{part.Index}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new InputException("MS1610", $"another job writes to {Location}", "wait for it, or end it");
        }
    }

    public string Location { get; }

    /// <summary>Where rank 0 of a whole job writes.</summary>
    public static string Main(string folder) => Path.Combine(folder, "results.sqlite");

    public static string Shards(string folder) => Path.Combine(folder, "shards");

    /// <summary>All files with results, the main one first.</summary>
    public static string[] Files(string folder) =>
        [.. new[] { Main(folder) }.Where(File.Exists), .. Directory.Exists(Shards(folder)) ? Directory.GetFiles(Shards(folder), "*.sqlite").Order(StringComparer.Ordinal).ToArray() : []];

    /// <summary>Merges what earlier jobs left, checks that they ran the same sweep, and opens the file of this rank; collective.</summary>
    /// <param name="target">Says which columns there are.</param>
    /// <param name="definition">Must hold `hash`.</param>
    /// <param name="acceptChange">Keeps the points that a changed definition leaves as they were, instead of refusing.</param>
    /// <returns>The file to write to, and the numbers of the points to run, ascending.</returns>
    public (ResultFile Results, int[] Pending) Open(PointTable table, ISweepTarget target, IReadOnlyDictionary<string, string> definition, bool acceptChange)
    {
        int[] pending = [];
        if (ranks.IsRoot)
        {
            bool changed = CheckDefinition(definition["hash"], acceptChange);
            if (part.Count == 1)
            {
                results = new ResultFile(Main(Location), table.Axes, target.Columns, target.RegionColumns, definition);
                MergeShards();
                results.Index();
                if (changed) results.Forget(table);
            }
            else
                results = new ResultFile(ShardOf(0), table.Axes, target.Columns, target.RegionColumns, definition);
            var done = Done(table.Count);
            pending = [.. Enumerable.Range(0, table.Count).Where(i => i % part.Count == part.Index && !done[i])];
        }
        int count = (int)ranks.Max(pending.Length);
        if (!ranks.IsRoot) pending = new int[count];
        ranks.Broadcast<int>(pending);
        results ??= new ResultFile(ShardOf(ranks.Rank), table.Axes, target.Columns, target.RegionColumns, definition);
        return (results, pending);
    }

    /// <summary>Closes the ranks' files and merges them; collective.</summary>
    public void Finish()
    {
        if (!ranks.IsRoot) results?.Dispose();
        ranks.Barrier();
        if (ranks.IsRoot && part.Count == 1) MergeShards();
        ranks.Barrier();
    }

    public void Dispose()
    {
        results?.Dispose();
        held?.Dispose();
    }

    private string ShardOf(int rank) => Path.Combine(Shards(Location), part.Count == 1 ? $"rank-{rank:d5}.sqlite" : $"part-{part.Index:d5}-of-{part.Count:d5}-rank-{rank:d5}.sqlite");

    /// <summary>Does this folder hold another sweep?</summary>
    private bool CheckDefinition(string hash, bool acceptChange)
    {
        bool changed = false;
        foreach (string file in Files(Location))
        {
            using var database = Database.OpenToRead(file);
            if (database.Text("SELECT name FROM sqlite_master WHERE name = 'sweep'") is null) continue;
            if (database.Text("SELECT value FROM sweep WHERE key = 'hash'") is not { } before || before == hash) continue;
            changed = true;
            if (!acceptChange)
                throw new InputException("MS1611", $"{Location} holds results of another definition ({before[..8]}, now {hash[..8]})",
                    "choose another folder with --out, or say --accept-change to keep the points that have the same parameters and seed");
        }
        return changed;
    }

    private void MergeShards()
    {
        foreach (string shard in Directory.GetFiles(Shards(Location), "*.sqlite").Order(StringComparer.Ordinal))
        {
            // A rank that was killed before its first transaction leaves a file without tables.
            bool whole;
            using (var database = Database.OpenToRead(shard)) whole = database.Text("SELECT name FROM sqlite_master WHERE name = 'points'") is not null;
            if (whole) results!.Merge(shard);
            foreach (string suffix in (string[])["", "-wal", "-shm"]) File.Delete(shard + suffix);
        }
    }

    private bool[] Done(int count)
    {
        var done = new bool[count];
        foreach (string file in Files(Location))
        {
            // Parts leave one another's files alone: they may lie on other machines' disks.
            if (part.Count > 1 && file != Main(Location) && !Path.GetFileName(file).StartsWith(Path.GetFileName(ShardOf(0))[..20], StringComparison.Ordinal)) continue;
            using var database = Database.OpenToRead(file);
            if (database.Text("SELECT name FROM sqlite_master WHERE name = 'points'") is null) continue;
            using var rows = database.Prepare("SELECT point FROM points WHERE status = 'done'");
            while (rows.Step())
                if (rows.Whole(0) < count) done[rows.Whole(0)] = true;
        }
        return done;
    }
}
