using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Multiscale.Configuration;
using Multiscale.Core;
using Multiscale.Formats;

namespace Multiscale.Cli;

/// <summary>`multiscale run CASE`: runs a case and fills its run folder.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("case") { Description = "case.yaml, or a SONATA simulation_config.json" };
        var output = new Option<string?>("--out") { Description = "Folder of the run; runs/NAME when omitted." };
        var set = new Option<string[]>("--set") { Description = "Overrides, such as windows.tissue=1.25ms; recorded in the manifest.", DefaultValueFactory = _ => [] };
        var ranks = new Option<int>("--ranks") { Description = "Starts this many ranks through mpirun.", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "Ends with one JSON object on stdout." };
        var resume = new Option<bool>("--resume") { Description = "Goes on from the last checkpoint in the folder of the run, with its reports." };
        var command = new Command("run", "Runs a case.") { file, output, set, ranks, json, resume };
        command.SetAction(result =>
        {
            string path = result.GetValue(file)!;
            string[] overrides = result.GetValue(set)!;
            string[] rest = ["run", path, .. result.GetValue(output) is { } o ? (string[])["--out", o] : [], .. overrides.SelectMany(s => (string[])["--set", s]), .. result.GetValue(json) ? (string[])["--json"] : [], .. result.GetValue(resume) ? (string[])["--resume"] : []];
            return MpiLaunch.Relaunch(result.GetValue(ranks), rest) ?? Run(path, result.GetValue(output), overrides, result.GetValue(json), result.GetValue(resume));
        });
        return command;
    }

    private static int Run(string path, string? output, string[] overrides, bool json, bool resume)
    {
        var started = Stopwatch.GetTimestamp();
        // Ranks first: a fault in the case is then printed once.
        var ranks = Job.Ranks;
        var options = SimulationCase.Load(path, overrides);
        if (options.Brain is not null && (resume || options.Restart is not null))
            throw new InputException("MS0139", "a whole brain leaves no checkpoints", "leave out restart and --resume", options.Location);
        if (options.Brain is not null)
            return BrainRun.Run(options, path, output, overrides, (figures, at, reason, wall) => Finish(at, "", figures, reason, wall, json, options.Duration.Seconds, null));
        if (options.ReactionDiffusion is not null) return ReactionRun.Run(new ReactionCase(options, ranks), path, output, overrides, json, resume);
        string location = output ?? SimulationCase.OutputFolder(path, resume) ?? Path.Combine("runs", options.Name);
        using var earlier = RestartPoint.Of(options, location, resume, ranks);
        var tissue = TissueBuilder.Build(options, ranks, new MappingCache(CacheFolder), earlier);
        foreach (string warning in tissue.Warnings)
            if (ranks.IsRoot) Console.Error.WriteLine($"warning: {warning}");

        var folder = new RunFolder(location, ranks);
        folder.Begin(options, CaseFile.ResolvedYaml(options), overrides, InputFiles.Of(options, path), ranks.Size, tissue.Start);
        var progress = new Progress(ranks, options.Name, (double)tissue.Start.Picoseconds / options.Duration.Picoseconds);
        using var stop = new StopRequest();
        var monitor = new RunMonitor(tissue);
        string reason = "failed";
        if (earlier is not null) monitor.Restore(earlier);
        using (var reports = new RunReports(tissue, folder, earlier))
        {
            try
            {
                reason = "completed";
                tissue.Run(window =>
                {
                    reports.After(window);
                    monitor.After(window);
                    progress.Report((double)window.End.Picoseconds / options.Duration.Picoseconds, $"{window.End}, {reports.Spikes.Count} spikes");
                    bool stopped = window.End != options.Duration && ranks.Any(stop.Requested);
                    if (stopped || (options.Reports.Checkpoint is { } every && window.End / every != window.Start / every)) Save(window.End);
                    if (stopped) reason = "interrupted";
                    return !stopped;
                });
            }
            catch (MultiscaleException e)
            {
                reason = e.Diagnostics[0].ToString();
                folder.End(reason, new Dictionary<string, object?>());
                throw;
            }
            if (reason == "interrupted" && ranks.IsRoot) Console.Error.WriteLine("interrupted: the same command with --resume goes on from here");
            var wall = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var figures = RunSummary.Of(tissue, monitor, reports, wall);
            folder.End(reason, figures);
            // The ledger adds up over ranks: every rank takes part, the first one writes.
            var page = RunSummary.Page(tissue, monitor, reports, wall, figures);
            string ledger = RunSummary.LedgerText(tissue);
            if (ranks.IsRoot) ReportPage.Write(folder.File("report.html"), page);
            if (ranks.IsRoot) Finish(folder, ledger, figures, reason, wall, json, tissue.Solvers.Max(s => s.Time).Seconds, tissue.Coupler.Ledger.Worst);

            void Save(SimTime time)
            {
                using var checkpoint = Hdf5Checkpoint.Create(ranks, folder.File(RestartPoint.File));
                tissue.Save(checkpoint, time);
                monitor.Save(checkpoint);
                // Last: what reports hold is on disk before the checkpoint that counts on it has its name.
                reports.Save(checkpoint);
                checkpoint.Commit();
            }
        }
        return reason == "completed" ? 0 : 5;
    }

    private static void Finish(RunFolder folder, string ledger, IReadOnlyDictionary<string, object?> figures, string reason, double wall, bool json, double simulated, double? worst)
    {
        if (ledger.Length > 0) Console.Error.WriteLine(ledger);
        Console.Error.WriteLine($"run folder: {folder.Location}");
        if (!json) return;
        Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object?>(figures)
        {
            ["run"] = folder.Location, ["exit"] = reason, ["wall_s"] = wall, ["simulated_s"] = simulated,
            ["ledger_worst_relative"] = worst,
        }));
    }

    public static string CacheFolder => Environment.GetEnvironmentVariable("MULTISCALE_CACHE") is { Length: > 0 } given
        ? given
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } local ? local : Path.GetTempPath(), "multiscale", "mappings");
}
