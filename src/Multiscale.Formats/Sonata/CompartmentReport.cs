using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>What a report says about itself.</summary>
public sealed record ReportHeader
{
    public required string Population { get; init; }

    public required ReportMapping Mapping { get; init; }

    /// <summary>Time of the first frame.</summary>
    public required SimTime Start { get; init; }

    public required SimTime Step { get; init; }

    /// <summary>Unit of the values, as SONATA writes it (mV, mM, um^3.s^-1).</summary>
    public required string Unit { get; init; }

    /// <summary>What is reported (v, cai, flow); an attribute of the data, left out when null.</summary>
    public string? Variable { get; init; }

    /// <summary>"ms" for neurons; reports on vessels count in "s".</summary>
    public string TimeUnit { get; init; } = "ms";
}

/// <summary>
/// Writes a SONATA report, frame by frame: /report/POPULATION/data f32 [frames, columns] with its mapping.
/// Frame k holds the values at Start + k Step; mapping/time always tells the frames in the file (stop excluded), so that the file of a run that crashed is whole up to its last flush.
/// </summary>
public sealed class CompartmentReport : IDisposable
{
    private readonly Hdf5File file;
    private readonly Hdf5Table<float> data;
    private readonly string group;
    private readonly float[] single;
    private bool disposed;

    private CompartmentReport(string path, ReportHeader header)
    {
        header.Mapping.Check();
        Header = header;
        single = new float[header.Mapping.Columns];
        group = $"/report/{header.Population}";
        file = Hdf5File.CreateRunning(path);
        SonataFile.Mark(file);
        data = file.CreateTable<float>(group + "/data", header.Mapping.Columns);
        file.WriteText(group + "/data", "units", header.Unit);
        if (header.Variable is { } variable) file.WriteText(group + "/data", "variable", variable);
        WriteMapping(header.Mapping);
        Flush();
    }

    public ReportHeader Header { get; }

    public long Frames => data.Rows;

    public static CompartmentReport Create(string path, ReportHeader header) => new(path, header);

    /// <summary>Appends one frame of values, one per column; goes to disk when a chunk (about 256 KiB) is full.</summary>
    public void Append(ReadOnlySpan<double> frame)
    {
        if (frame.Length != single.Length) throw new ArgumentException($"{frame.Length} values for {single.Length} columns", nameof(frame));
        for (int i = 0; i < single.Length; i++) single[i] = (float)frame[i];
        if (data.Append(single)) Flush();
    }

    /// <summary>Brings every frame so far to disk.</summary>
    public void Flush()
    {
        data.Write();
        // The frames first, then the time that counts them: a run that is killed between the two leaves more frames than it says, never fewer.
        file.Flush();
        file.Overwrite<double>(group + "/mapping/time", Times());
        file.Flush();
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        Flush();
        data.Dispose();
        file.Dispose();
    }

    private void WriteMapping(ReportMapping mapping)
    {
        string at = group + "/mapping";
        file.Write(at + "/node_ids", Array.ConvertAll(mapping.NodeIds, i => (ulong)i));
        bool sorted = true;
        for (int i = 1; i < mapping.NodeIds.Length; i++) sorted &= mapping.NodeIds[i - 1] < mapping.NodeIds[i];
        file.WriteAttribute(at + "/node_ids", "sorted", (byte)(sorted ? 1 : 0));
        file.Write(at + "/index_pointers", Array.ConvertAll(mapping.Offsets, i => (ulong)i));
        file.Write(at + "/element_ids", mapping.ElementIds);
        if (mapping.ElementPositions is { } positions) file.Write(at + "/element_pos", positions);
        file.Write(at + "/time", Times());
        file.WriteText(at + "/time", "units", Header.TimeUnit);
    }

    private double[] Times()
    {
        double In(SimTime time) => Header.TimeUnit == "s" ? time.Seconds : time.Milliseconds;
        return [In(Header.Start), In(Header.Start + Header.Step * data.Rows), In(Header.Step)];
    }
}
