using System.Diagnostics;
using System.Text.Json;
using Multiscale.Configuration;
using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Formats;

namespace Multiscale.Cli;

/// <summary>Runs a case of reactions and diffusion and fills its run folder.</summary>
internal static class ReactionRun
{
    /// <summary>0 when the run ended, 5 when it was stopped and left a checkpoint. Collective.</summary>
    public static int Run(ReactionCase reactions, string path, string? output, string[] overrides, bool json, bool resume)
    {
        long started = Stopwatch.GetTimestamp();
        var (options, ranks) = (reactions.Options, reactions.Ranks);
        string location = output ?? Path.Combine("runs", options.Name);
        using var earlier = RestartPoint.Of(options, location, resume, ranks);
        var solver = reactions.Build(earlier);
        var folder = new RunFolder(location, ranks);
        folder.Begin(options, CaseFile.ResolvedYaml(options), overrides, InputFiles.Of(options, path), ranks.Size, solver.Time);
        var progress = new Progress(ranks, options.Name, (double)solver.Time.Picoseconds / options.Duration.Picoseconds);
        using var stop = new StopRequest();
        bool stopped = false;
        using (var records = new ReactionRecords(reactions, solver, folder, goesOn: earlier is not null))
        {
            var (record, save) = (reactions.Chemistry.Record.Every ?? options.Duration, options.Reports.Checkpoint ?? options.Duration);
            while (solver.Time < options.Duration && !stopped)
            {
                var end = Earliest(Next(solver.Time, record), Next(solver.Time, save), options.Duration);
                solver.Advance(end);
                if (end.IsMultipleOf(record) || end == options.Duration) records.Add();
                stopped = ranks.Any(stop.Requested) && end != options.Duration;
                if (stopped || (options.Reports.Checkpoint is not null && end.IsMultipleOf(save))) Save();
                progress.Report((double)end.Picoseconds / options.Duration.Picoseconds, end.ToString());
            }

            void Save()
            {
                using var checkpoint = Hdf5Checkpoint.Create(ranks, folder.File(RestartPoint.File));
                solver.Save(checkpoint);
                records.Flush();
                checkpoint.Commit();
            }
        }
        double wall = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var figures = new Dictionary<string, object?>(solver.Figures()) { ["wall_s"] = wall, ["tets"] = reactions.Mesh.Count };
        string reason = stopped ? "interrupted" : "completed";
        folder.End(reason, figures);
        if (ranks.IsRoot) Console.Error.WriteLine($"run folder: {folder.Location}");
        if (ranks.IsRoot && json)
            Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object?>(figures) { ["run"] = folder.Location, ["exit"] = reason, ["simulated_s"] = solver.Time.Seconds }));
        return stopped ? 5 : 0;
    }

    private static SimTime Next(SimTime now, SimTime every) => every * (now / every + 1);

    private static SimTime Earliest(params ReadOnlySpan<SimTime> times)
    {
        var least = times[0];
        foreach (var t in times)
            if (t < least) least = t;
        return least;
    }
}
