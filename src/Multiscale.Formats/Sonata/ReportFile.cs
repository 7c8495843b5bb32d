using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>A report that was read: frame k holds the values at Start + k Step [ms].</summary>
public sealed record Report(string Population, ReportMapping Mapping, double Start, double Step, string Unit, long Frames, float[] Data)
{
    public ReadOnlySpan<float> Frame(int k) => Data.AsSpan(k * Mapping.Columns, Mapping.Columns);

    public double TimeOf(int frame) => Start + frame * Step;
}

/// <summary>Reads SONATA reports, in both spellings of the index.</summary>
public static class ReportFile
{
    /// <exception cref="InputException">The population is missing, or the index does not fit the data.</exception>
    public static Report Read(string path, string population)
    {
        using var file = Hdf5File.Open(path);
        string group = $"/report/{population}", mapping = group + "/mapping";
        // Files from before populations have the data at the root.
        if (!file.Exists(group) && file.Exists("/data")) (group, mapping) = ("", "/mapping");
        if (!file.Exists(group + "/data"))
            throw SonataFile.Fault("MS0714", path, group, "there is no such report", file.Exists("/report") ? $"it has: {string.Join(", ", file.Children("/report"))}" : "");
        var shape = file.Shape(group + "/data");
        string pointers = SonataFile.FirstOf(file, mapping, "index_pointers", "index_pointer") ?? throw SonataFile.Fault("MS0715", path, mapping, "index_pointers are missing");
        string ids = SonataFile.FirstOf(file, mapping, "node_ids", "gids") ?? throw SonataFile.Fault("MS0715", path, mapping, "node_ids are missing");
        var nodes = SonataFile.ReadIds(file, ids);
        var offsets = file.Read<long>(pointers);
        if (offsets.Length == nodes.Length) offsets = [.. offsets, shape[^1]];
        var time = file.Read<double>(mapping + "/time");
        if (shape.Length != 2 || offsets.Length != nodes.Length + 1 || offsets[^1] != shape[1] || time.Length != 3)
            throw SonataFile.Fault("MS0715", path, mapping, $"{nodes.Length} nodes and {offsets.Length} index pointers do not fit data of shape ({string.Join(", ", shape)})");
        double toMilliseconds = file.ReadText(mapping + "/time", "units") == "s" ? 1e3 : 1;
        var columns = new ReportMapping
        {
            NodeIds = nodes,
            Offsets = offsets,
            ElementIds = file.Exists(mapping + "/element_ids") ? file.Read<uint>(mapping + "/element_ids") : new uint[shape[1]],
            ElementPositions = file.Exists(mapping + "/element_pos") ? file.Read<float>(mapping + "/element_pos") : null,
        };
        return new Report(population, columns, time[0] * toMilliseconds, time[2] * toMilliseconds, file.ReadText(group + "/data", "units") ?? "", shape[0], file.Read<float>(group + "/data"));
    }
}
