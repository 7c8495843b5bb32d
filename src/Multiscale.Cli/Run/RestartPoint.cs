using Multiscale.Configuration;
using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>The checkpoint of a run's own folder, with which `--resume` goes on.</summary>
internal static class RestartPoint
{
    public const string File = "checkpoint.h5";

    private const string Remedy = "leave out --resume, and the run begins anew";

    /// <summary>Null where the run is to begin at its beginning. Collective.</summary>
    /// <exception cref="InputException">The folder holds nothing to go on from, or a run of another case.</exception>
    public static Hdf5Checkpoint? Of(CaseOptions options, string folder, bool resume, Communicator ranks)
    {
        if (!resume) return null;
        string path = Path.Combine(Path.GetFullPath(folder), File);
        if (!System.IO.File.Exists(path))
            throw new InputException("MS0137", "there is no checkpoint to go on from", $"set reports.checkpoint next time; {Remedy}", new SourceLocation(path));
        if (RunFolder.ConfigurationOf(folder) is { } before && Lasting(before) != Lasting(CaseFile.ResolvedYaml(options)))
            throw new InputException("MS0138", "the case is another one than that of this run", $"give the run's own case and overrides (only the duration may differ), or `restart: {path}` and another folder; {Remedy}", new SourceLocation(folder));
        return Hdf5Checkpoint.Open(ranks, path);
    }

    /// <summary>The case must last longer than the run before.</summary>
    /// <exception cref="InputException">It ends at the time of the checkpoint, or before.</exception>
    public static void Check(SimTime start, CaseOptions options)
    {
        if (start >= options.Duration)
            throw new InputException("MS0136", $"the checkpoint is of {start}, and the case ends at {options.Duration}", "give a longer duration", options.Location);
    }

    /// <summary>A case without what may change when it goes on.</summary>
    private static string Lasting(string yaml) => string.Join('\n', yaml.Split('\n').Where(line => !line.StartsWith("duration:", StringComparison.Ordinal)));
}
