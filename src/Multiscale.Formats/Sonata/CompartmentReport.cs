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
/// Writes a SONATA report, frame by frame: /report/POPULATION/data f32 [frames, columns] with its mapping, one group for each population.
/// Frame k holds the values at Start + k Step; mapping/time always tells the frames in the file (stop excluded), so that the file of a run that crashed is whole up to its last flush.
/// </summary>
public sealed class CompartmentReport : IDisposable
{
    private sealed record Part(ReportHeader Header, string Group, Hdf5Table<float> Data, float[] Frame);

    private readonly Hdf5File file;
    private readonly Part[] parts;
    private readonly int columns;
    private bool disposed;

    private CompartmentReport(string path, ReportHeader[] headers)
    {
        foreach (var header in headers) header.Mapping.Check();
        file = Hdf5File.CreateRunning(path);
        SonataFile.Mark(file);
        parts = Array.ConvertAll(headers, Open);
        columns = parts.Sum(p => p.Frame.Length);
        Flush();
    }

    private CompartmentReport(string path, SimTime until, ReportHeader[] headers)
    {
        file = Hdf5File.OpenRunning(path);
        parts = Array.ConvertAll(headers, header => Reopen(header, until));
        columns = parts.Sum(p => p.Frame.Length);
        Flush();
    }

    /// <summary>What the report says of its first population.</summary>
    public ReportHeader Header => parts[0].Header;

    public long Frames => parts[0].Data.Rows;

    /// <param name="headers">At least one, each of another population.</param>
    public static CompartmentReport Create(string path, params ReportHeader[] headers) => new(path, headers);

    /// <summary>Goes on with the report of an earlier run, of which the frames up to <paramref name="until"/> are kept.</summary>
    /// <param name="headers">Those it was created with; it keeps its own start.</param>
    /// <exception cref="InputException">It does not reach that time, or has other columns.</exception>
    public static CompartmentReport Continue(string path, SimTime until, params ReportHeader[] headers) => new(path, until, headers);

    /// <summary>Appends one frame of values, one per column, those of the first population first; goes to disk when a chunk (about 256 KiB) is full.</summary>
    public void Append(ReadOnlySpan<double> frame)
    {
        if (frame.Length != columns) throw new ArgumentException($"{frame.Length} values for {columns} columns", nameof(frame));
        bool full = false;
        foreach (var part in parts)
        {
            for (int i = 0; i < part.Frame.Length; i++) part.Frame[i] = (float)frame[i];
            frame = frame[part.Frame.Length..];
            full |= part.Data.Append(part.Frame);
        }
        if (full) Flush();
    }

    /// <summary>Brings every frame so far to disk.</summary>
    public void Flush()
    {
        foreach (var part in parts) part.Data.Write();
        // The frames first, then the time that counts them: a run that is killed between the two leaves more frames than it says, never fewer.
        file.Flush();
        foreach (var part in parts) file.Overwrite<double>(part.Group + "/mapping/time", Times(part.Header, part.Data.Rows));
        file.Flush();
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        Flush();
        foreach (var part in parts) part.Data.Dispose();
        file.Dispose();
    }

    private Part Open(ReportHeader header)
    {
        string group = $"/report/{header.Population}", at = group + "/mapping";
        var mapping = header.Mapping;
        var data = file.CreateTable<float>(group + "/data", mapping.Columns);
        file.WriteText(group + "/data", "units", header.Unit);
        if (header.Variable is { } variable) file.WriteText(group + "/data", "variable", variable);
        file.Write(at + "/node_ids", Array.ConvertAll(mapping.NodeIds, i => (ulong)i));
        bool sorted = true;
        for (int i = 1; i < mapping.NodeIds.Length; i++) sorted &= mapping.NodeIds[i - 1] < mapping.NodeIds[i];
        file.WriteAttribute(at + "/node_ids", "sorted", (byte)(sorted ? 1 : 0));
        file.Write(at + "/index_pointers", Array.ConvertAll(mapping.Offsets, i => (ulong)i));
        file.Write(at + "/element_ids", mapping.ElementIds);
        if (mapping.ElementPositions is { } positions) file.Write(at + "/element_pos", positions);
        file.Write(at + "/time", Times(header, 0));
        file.WriteText(at + "/time", "units", header.TimeUnit);
        return new Part(header, group, data, new float[mapping.Columns]);
    }

    private Part Reopen(ReportHeader header, SimTime until)
    {
        string group = $"/report/{header.Population}";
        double start = file.Read<double>(group + "/mapping/time")[0];
        header = header with { Start = header.TimeUnit == "s" ? SimTime.FromMilliseconds(1e3 * start) : SimTime.FromMilliseconds(start) };
        int width = header.Mapping.Columns;
        if (file.Shape(group + "/data")[1] != width)
            throw new InputException("MS0744", $"{group}/data has {file.Shape(group + "/data")[1]} columns, {width} were expected", "the file is of another run", new SourceLocation(file.Path));
        long frames = until < header.Start ? 0 : (until - header.Start) / header.Step + 1;
        return new Part(header, group, file.OpenTable<float>(group + "/data", frames), new float[width]);
    }

    private static double[] Times(ReportHeader header, long rows)
    {
        double In(SimTime time) => header.TimeUnit == "s" ? time.Seconds : time.Milliseconds;
        return [In(header.Start), In(header.Start + header.Step * rows), In(header.Step)];
    }
}
