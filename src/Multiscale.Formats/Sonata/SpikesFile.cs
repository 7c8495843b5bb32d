using Multiscale.Core;

namespace Multiscale.Formats;

public enum SpikeSorting { None, ById, ByTime }

/// <summary>Spikes of one population: spike i is at Times[i] [ms] in node Ids[i].</summary>
public sealed record SpikeTrains(string Population, double[] Times, long[] Ids, SpikeSorting Sorting = SpikeSorting.None)
{
    public int Count => Times.Length;

    /// <summary>The same spikes ordered by time, then by node.</summary>
    public SpikeTrains ByTime()
    {
        var order = Enumerable.Range(0, Count).ToArray();
        Array.Sort(order, (a, b) => Times[a] != Times[b] ? Times[a].CompareTo(Times[b]) : Ids[a] != Ids[b] ? Ids[a].CompareTo(Ids[b]) : a.CompareTo(b));
        return this with { Times = Array.ConvertAll(order, i => Times[i]), Ids = Array.ConvertAll(order, i => Ids[i]), Sorting = SpikeSorting.ByTime };
    }
}

/// <summary>SONATA spikes: /spikes/POPULATION/{timestamps, node_ids} with the group attribute "sorting".</summary>
public static class SpikesFile
{
    // The order of the members is the specification's.
    private static readonly string[] Sortings = ["none", "by_id", "by_time"];

    /// <summary>Writes one population, sorted by time (ties by id), whatever order it comes in.</summary>
    public static void Write(string path, string population, ReadOnlySpan<double> times, ReadOnlySpan<long> ids) =>
        Write(path, [new SpikeTrains(population, times.ToArray(), ids.ToArray())]);

    public static void Write(string path, IEnumerable<SpikeTrains> populations)
    {
        using var file = Hdf5File.Create(path);
        SonataFile.Mark(file);
        foreach (var trains in populations)
        {
            if (trains.Times.Length != trains.Ids.Length) throw new ArgumentException($"{trains.Times.Length} times, {trains.Ids.Length} ids", nameof(populations));
            var sorted = trains.ByTime();
            string group = $"/spikes/{sorted.Population}";
            file.CreateGroup(group);
            file.WriteEnum(group, "sorting", Sortings, (int)sorted.Sorting);
            file.Write(group + "/timestamps", sorted.Times);
            file.WriteText(group + "/timestamps", "units", "ms");
            file.Write(group + "/node_ids", Array.ConvertAll(sorted.Ids, i => (ulong)i));
        }
        if (!file.Exists("/spikes")) file.CreateGroup("/spikes");
        file.Commit();
    }

    /// <summary>Reads every population. Files from before populations (/spikes/{timestamps, gids}) give one whose name is empty.</summary>
    /// <exception cref="InputException">No spikes, unequal lengths, or a unit other than ms.</exception>
    public static IReadOnlyList<SpikeTrains> Read(string path)
    {
        using var file = Hdf5File.Open(path);
        if (!file.IsGroup("/spikes")) throw SonataFile.Fault("MS0711", path, "/spikes", "there is no such group", "a SONATA spike file has /spikes/POPULATION/{timestamps, node_ids}");
        if (file.Exists("/spikes/timestamps")) return [ReadGroup(file, "/spikes", "")];
        return [.. file.Children("/spikes").Where(name => file.IsGroup($"/spikes/{name}")).Select(name => ReadGroup(file, $"/spikes/{name}", name))];
    }

    /// <summary>Reads the spikes of one population; those of a file without populations are taken for it.</summary>
    public static SpikeTrains Read(string path, string population)
    {
        var all = Read(path);
        return all.FirstOrDefault(s => s.Population == population) ?? (all is [{ Population: "" } only] ? only with { Population = population } : null)
            ?? throw SonataFile.Fault("MS0712", path, "/spikes", $"there is no population \"{population}\"", $"it has: {string.Join(", ", all.Select(s => s.Population))}");
    }

    private static SpikeTrains ReadGroup(Hdf5File file, string group, string name)
    {
        string times = SonataFile.FirstOf(file, group, "timestamps") ?? throw SonataFile.Fault("MS0711", file.Path, group, "timestamps are missing");
        string ids = SonataFile.FirstOf(file, group, "node_ids", "gids") ?? throw SonataFile.Fault("MS0711", file.Path, group, "node_ids are missing");
        if (file.ReadText(times, "units") is { } unit && unit != "ms")
            throw SonataFile.Fault("MS0713", file.Path, times, $"unit \"{unit}\"", "SONATA spike times are in ms");
        var trains = new SpikeTrains(name, file.Read<double>(times), SonataFile.ReadIds(file, ids), SortingOf(file.ReadText(group, "sorting")));
        return trains.Times.Length == trains.Ids.Length ? trains
            : throw SonataFile.Fault("MS0711", file.Path, group, $"{trains.Times.Length} timestamps, but {trains.Ids.Length} node ids");
    }

    // AIBS files hold a string here, older ones "by_gid".
    private static SpikeSorting SortingOf(string? text) => text switch
    {
        "by_time" or "time" => SpikeSorting.ByTime,
        "by_id" or "by_gid" or "id" => SpikeSorting.ById,
        _ => SpikeSorting.None,
    };
}
