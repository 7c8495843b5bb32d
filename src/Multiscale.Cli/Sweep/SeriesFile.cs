using Multiscale.Formats;

namespace Multiscale.Cli;

/// <summary>The time series of one point: `series/point-N.h5` with a dataset [sample, region] per signal, in Hz, and the time of a sample.</summary>
internal static class SeriesFile
{
    public static string FolderOf(string sweep) => Path.Combine(sweep, "series");

    public static string PathOf(string sweep, long point) => Path.Combine(FolderOf(sweep), $"point-{point:d7}.h5");

    public static void Write(string path, FeaturedBrain setup, double[][] series)
    {
        using var file = Hdf5File.Create(path);
        for (int s = 0; s < series.Length; s++)
            file.Write(setup.Signals[s].Name, series[s], setup.Features.Samples, setup.Features.Regions);
        file.Write("time", [.. Enumerable.Range(0, setup.Features.Samples).Select(t => (setup.Steps / setup.Program.StepsPerAverage - setup.Features.Samples + t + 1) * setup.Program.Options.Average)]);
        file.WriteStrings("regions", setup.Connectome.Labels);
        file.Commit();
    }
}
