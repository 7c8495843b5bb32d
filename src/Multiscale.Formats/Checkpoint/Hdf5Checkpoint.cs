using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Formats;

/// <summary>
/// A checkpoint in one HDF5 file, keyed by global ids: written on any number of ranks and restored on any other, to the bit.
/// Rank 0 reads and writes; every call is collective, and a failure there is a failure on all ranks.
/// </summary>
/// <remarks>/entities/SET/NAME (global count, width), /global/NAME, /rows/SET/NAME/{ids, values}; a slash in a name makes a group.</remarks>
public sealed class Hdf5Checkpoint : ICheckpoint, IDisposable
{
    private const int FormatVersion = 1;

    private readonly Communicator ranks;
    private readonly Hdf5File? file; // on the root
    private readonly Dictionary<EntitySet, RootGather> gathers = [];

    private Hdf5Checkpoint(Communicator ranks, string path, bool write)
    {
        this.ranks = ranks;
        Path = path;
        Hdf5File? opened = null;
        OnRoot(() =>
        {
            opened = write ? Hdf5File.Create(path) : Hdf5File.Open(path);
            if (write) opened.WriteAttribute("/", "checkpoint_version", FormatVersion);
            else if (!opened.HasAttribute("/", "checkpoint_version") || opened.ReadAttribute<int>("/", "checkpoint_version")[0] != FormatVersion)
                throw new InputException("MS0741", $"{path} is not a checkpoint of this version", $"version {FormatVersion} was expected", new SourceLocation(path));
        });
        file = opened;
    }

    public string Path { get; }

    /// <summary>Begins a checkpoint; it exists under its name from <see cref="Commit"/> on. Collective.</summary>
    public static Hdf5Checkpoint Create(Communicator ranks, string path) => new(ranks, path, write: true);

    /// <summary>Opens a checkpoint to restore from. Collective.</summary>
    public static Hdf5Checkpoint Open(Communicator ranks, string path) => new(ranks, path, write: false);

    /// <summary>Gives the file its name, replacing an older checkpoint in one step. Collective.</summary>
    public void Commit() => OnRoot(() => file!.Commit());

    public void Dispose() => file?.Dispose();

    public void Put(string name, EntitySet set, ReadOnlySpan<double> values)
    {
        // A rank without entities cannot tell the width.
        int width = (int)ranks.Max(set.Count == 0 ? 0L : values.Length / set.Count);
        var all = GatherOf(set).Gather(values, width);
        OnRoot(() => file!.Write($"/entities/{set.Name}/{name}", all, set.GlobalCount, width));
    }

    public void Get(string name, EntitySet set, Span<double> values)
    {
        double[] all = [];
        Span<int> width = [0];
        int found = 0;
        OnRoot(() =>
        {
            string path = Require($"/entities/{set.Name}/{name}");
            var shape = file!.Shape(path);
            if (shape[0] != set.GlobalCount)
                throw new InputException("MS0742", $"{path}: {shape[0]} {set.Name} in the checkpoint, {set.GlobalCount} in this case", "restore with the geometry the checkpoint was made with", new SourceLocation(Path));
            found = (int)shape[1];
            all = file.Read<double>(path);
        });
        width[0] = found;
        ranks.Broadcast(width);
        if (ranks.Any(values.Length != set.Count * width[0]))
            throw new InputException("MS0742", $"{name}: the checkpoint holds {width[0]} values for each of {set.Name}", "restore with the same models", new SourceLocation(Path));
        GatherOf(set).Scatter(all, values, width[0]);
    }

    public void PutGlobal(string name, ReadOnlySpan<double> values)
    {
        var copy = values.ToArray();
        OnRoot(() => file!.Write($"/global/{name}", copy));
    }

    public double[] GetGlobal(string name)
    {
        double[] values = [];
        OnRoot(() => values = file!.Read<double>(Require($"/global/{name}")));
        Span<int> length = [values.Length];
        ranks.Broadcast(length);
        if (!ranks.IsRoot) values = new double[length[0]];
        ranks.Broadcast<double>(values);
        return values;
    }

    public void PutRows(string name, EntitySet set, ReadOnlySpan<long> ids, int width, ReadOnlySpan<double> rows)
    {
        if (rows.Length != ids.Length * width) throw new ArgumentException($"{name}: {rows.Length} values for {ids.Length} rows of {width}", nameof(rows));
        var allIds = RootGather.ToRoot(ranks, ids, out _);
        var allRows = RootGather.ToRoot(ranks, rows, out _);
        OnRoot(() =>
        {
            string path = $"/rows/{set.Name}/{name}";
            // By entity, so that the file is the same on any number of ranks; rows of one entity keep their order.
            int[] order = [.. Enumerable.Range(0, allIds.Length).OrderBy(i => allIds[i])];
            var sorted = new double[allRows.Length];
            for (int i = 0; i < order.Length; i++) allRows.AsSpan(order[i] * width, width).CopyTo(sorted.AsSpan(i * width));
            file!.Write(path + "/ids", Array.ConvertAll(order, i => allIds[i]));
            file.Write(path + "/values", sorted, allIds.Length, width);
        });
    }

    public (long[] Ids, double[] Rows) GetRows(string name, EntitySet set, int width)
    {
        long[] ids = [];
        double[] rows = [];
        OnRoot(() =>
        {
            string path = Require($"/rows/{set.Name}/{name}");
            if (file!.Shape(path + "/values")[1] != width)
                throw new InputException("MS0742", $"{path}: rows of {file.Shape(path + "/values")[1]} values, not {width}", "restore with the same models", new SourceLocation(Path));
            ids = file.Read<long>(path + "/ids");
            rows = file.Read<double>(path + "/values");
        });
        var owned = RootGather.ToRoot<long>(ranks, set.OwnedIds, out int[] ownedCounts);
        var (order, sendCounts) = ByOwner(ids, owned, ownedCounts);
        var sendIds = Array.ConvertAll(order, i => ids[i]);
        var sendRows = new double[order.Length * width];
        for (int i = 0; i < order.Length; i++) rows.AsSpan(order[i] * width, width).CopyTo(sendRows.AsSpan(i * width));
        var mine = ranks.Alltoallv<long>(sendIds, sendCounts, out _);
        return (mine, ranks.Alltoallv<double>(sendRows, Array.ConvertAll(sendCounts, c => c * width), out _));
    }

    /// <summary>The rows to send, rank by rank and in the order stored within a rank; rows whose entity nobody owns are left out.</summary>
    private (int[] Order, int[] Counts) ByOwner(long[] ids, long[] owned, int[] ownedCounts)
    {
        var counts = new int[ranks.Size];
        if (!ranks.IsRoot) return ([], counts);
        var owner = new Dictionary<long, int>(owned.Length);
        int at = 0;
        for (int r = 0; r < ownedCounts.Length; r++)
            for (int k = 0; k < ownedCounts[r]; k++) owner[owned[at++]] = r;
        var order = new List<int>(ids.Length);
        for (int r = 0; r < counts.Length; r++)
            for (int i = 0; i < ids.Length; i++)
                if (owner.GetValueOrDefault(ids[i], -1) == r)
                {
                    order.Add(i);
                    counts[r]++;
                }
        return ([.. order], counts);
    }

    private string Require(string path) => file!.Exists(path) ? path
        : throw new InputException("MS0743", $"{path} is not in the checkpoint", "restore with the same solvers and models", new SourceLocation(Path));

    private RootGather GatherOf(EntitySet set)
    {
        if (!gathers.TryGetValue(set, out var gather)) gathers.Add(set, gather = new RootGather(ranks, set));
        return gather;
    }

    /// <summary>Does something on rank 0 and lets every rank know how it ended: all return, or all throw the same.</summary>
    private void OnRoot(Action action)
    {
        MultiscaleException? failure = null;
        try
        {
            if (ranks.IsRoot) action();
        }
        catch (MultiscaleException e)
        {
            failure = e;
        }
        int exitCode = (int)ranks.Max(failure?.ExitCode ?? 0L);
        if (exitCode == 0) return;
        string code = ranks.Broadcast(failure?.Diagnostics[0].Code), message = ranks.Broadcast(failure?.Diagnostics[0].Message), remedy = ranks.Broadcast(failure?.Diagnostics[0].Remedy);
        if (failure is not null) throw failure;
        throw exitCode == 4 ? new EnvironmentException(code, message, remedy) : new InputException(code, message, remedy, new SourceLocation(Path));
    }
}
