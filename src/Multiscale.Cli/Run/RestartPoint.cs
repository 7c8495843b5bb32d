using Multiscale.Configuration;
using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>Where a run goes on: the checkpoint of its own folder (`--resume`), or that of another run (`restart`).</summary>
/// <param name="GoesOn">The folder's reports are continued; otherwise they begin at the time of the checkpoint.</param>
internal sealed record RestartPoint(Hdf5Checkpoint Checkpoint, bool GoesOn) : IDisposable
{
    public const string File = "checkpoint.h5";

    private const string Remedy = "leave out --resume, and the run begins anew";

    /// <summary>Null where the run begins at its beginning. Collective.</summary>
    /// <exception cref="InputException">The folder holds nothing to go on from, or a run of another case.</exception>
    public static RestartPoint? Of(CaseOptions options, RunFolder folder, bool resume, Communicator ranks)
    {
        if (!resume) return options.Restart is { } from ? new(Hdf5Checkpoint.Open(ranks, from.FullPath), GoesOn: false) : null;
        string path = folder.File(File);
        if (!System.IO.File.Exists(path))
            throw new InputException("MS0137", "there is no checkpoint to go on from", $"set reports.checkpoint next time; {Remedy}", new SourceLocation(path));
        if (folder.Configuration() is { } before && Lasting(before) != Lasting(CaseFile.ResolvedYaml(options)))
            throw new InputException("MS0138", "the case is another one than that of this run", $"give the run's own case and overrides (only the duration may differ), or `restart: {path}` and another folder; {Remedy}", new SourceLocation(folder.Location));
        return new(Hdf5Checkpoint.Open(ranks, path), GoesOn: true);
    }

    /// <summary>The case must last longer than the run before.</summary>
    /// <exception cref="InputException">It ends at the time of the checkpoint, or before.</exception>
    public static void Check(SimTime start, CaseOptions options)
    {
        if (start >= options.Duration)
            throw new InputException("MS0136", $"the checkpoint is of {start}, and the case ends at {options.Duration}", "give a longer duration", options.Location);
    }

    public void Dispose() => Checkpoint.Dispose();

    /// <summary>A case without what may change when it goes on.</summary>
    private static string Lasting(string yaml) => string.Join('\n', yaml.Split('\n').Where(line => !line.StartsWith("duration:", StringComparison.Ordinal)));
}
