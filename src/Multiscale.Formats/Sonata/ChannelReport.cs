using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>Writes potentials at electrodes as BMTK does: /ecp/data f64 [frames, channels] in mV, /ecp/channel_id, /ecp/time (start, stop, step in ms).</summary>
public sealed class ChannelReport : IDisposable
{
    private readonly Hdf5File file;
    private readonly Hdf5Table<double> data;
    private readonly SimTime start, step;

    /// <param name="channels">Ids of the channels.</param>
    public ChannelReport(string path, long[] channels, SimTime start, SimTime step)
    {
        (this.start, this.step) = (start, step);
        file = Hdf5File.CreateRunning(path);
        SonataFile.Mark(file);
        data = file.CreateTable<double>("/ecp/data", channels.Length);
        file.WriteText("/ecp/data", "units", "mV");
        file.Write("/ecp/channel_id", Array.ConvertAll(channels, c => (ulong)c));
        file.Write("/ecp/time", Times());
        file.WriteText("/ecp/time", "units", "ms");
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
