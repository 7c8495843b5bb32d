using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>Writes potentials at electrodes as BMTK does: /ecp/data f64 [frames, channels] in mV, /ecp/channel_id, /ecp/time (start, stop, step in ms).</summary>
public sealed class ChannelReport : IDisposable
{
    private readonly Hdf5File file;
    private readonly Hdf5Table<double> data;
    private readonly SimTime start, step;

    private ChannelReport(Hdf5File file, Hdf5Table<double> data, SimTime start, SimTime step) => (this.file, this.data, this.start, this.step) = (file, data, start, step);

    /// <param name="channels">Ids of the channels.</param>
    public static ChannelReport Create(string path, long[] channels, SimTime start, SimTime step)
    {
        var file = Hdf5File.CreateRunning(path);
        SonataFile.Mark(file);
        var report = new ChannelReport(file, file.CreateTable<double>("/ecp/data", channels.Length), start, step);
        file.WriteText("/ecp/data", "units", "mV");
        file.Write("/ecp/channel_id", Array.ConvertAll(channels, c => (ulong)c));
        file.Write("/ecp/time", report.Times());
        file.WriteText("/ecp/time", "units", "ms");
        return report;
    }

    /// <summary>Goes on with the report of an earlier run, of which the frames up to <paramref name="until"/> are kept.</summary>
    /// <exception cref="InputException">It does not reach that time.</exception>
    public static ChannelReport Continue(string path, SimTime until, SimTime step)
    {
        var file = Hdf5File.OpenRunning(path);
        var start = SimTime.FromMilliseconds(file.Read<double>("/ecp/time")[0]);
        return new ChannelReport(file, file.OpenTable<double>("/ecp/data", until < start ? 0 : (until - start) / step + 1), start, step);
    }

    public void Append(ReadOnlySpan<double> frame) => data.Append(frame);

    /// <summary>Brings every frame so far to disk: the frames first, then the time that counts them.</summary>
    public void Flush()
    {
        data.Write();
        file.Flush();
        file.Overwrite<double>("/ecp/time", Times());
        file.Flush();
    }

    public void Dispose()
    {
        Flush();
        data.Dispose();
        file.Dispose();
    }

    private double[] Times() => [start.Milliseconds, (start + step * data.Rows).Milliseconds, step.Milliseconds];
}
