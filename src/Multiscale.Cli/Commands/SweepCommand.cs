using System.CommandLine;
using System.Globalization;
using System.Text;
using Multiscale.Core;
using Multiscale.Sweep;

namespace Multiscale.Cli;

/// <summary>`multiscale sweep FILE` runs a sweep, or what is left of it; `sweep status|export|report|table DIR` look at its results.</summary>
internal static class SweepCommand
{
    public static Command Create()
    {
        var file = new Argument<string?>("sweep") { Arity = ArgumentArity.ZeroOrOne, Description = "sweep.yaml" };
        var output = new Option<string?>("--out") { Description = "Folder of the results; runs/NAME when omitted. Points that are done there are not run again." };
        var ranks = new Option<int>("--ranks") { Description = "Starts this many ranks through mpirun.", DefaultValueFactory = _ => 1 };
        var set = new Option<string[]>("--set") { Description = "Overrides of sweep.yaml.", DefaultValueFactory = _ => [] };
        var batch = new Option<int>("--batch") { Description = "Points that a rank takes at a time; results do not depend on it.", DefaultValueFactory = _ => 0 };
        var part = new Option<string?>("--part") { Description = "K/N: only the points whose number is K modulo N; for the tasks of an array job, each with another K from 0 to N - 1." };
        var accept = new Option<bool>("--accept-change") { Description = "Goes on in a folder whose results have another definition; keeps the points with the same parameters and seed." };
        var command = new Command("sweep", "Runs a case over many parameters, and resumes.") { file, output, ranks, set, batch, part, accept };
        command.SetAction(result =>
        {
            string path = result.GetValue(file) ?? throw new InputException("MS1600", "no sweep is named", "give a sweep.yaml, or one of status, export, report, table and a folder");
            string[] rest = ["sweep", path];
            if (result.GetValue(output) is { } o) rest = [.. rest, "--out", o];
            foreach (string s in result.GetValue(set)!) rest = [.. rest, "--set", s];
            if (result.GetValue(batch) is > 0 and var b) rest = [.. rest, "--batch", $"{b}"];
            if (result.GetValue(part) is { } p) rest = [.. rest, "--part", p];
            if (result.GetValue(accept)) rest = [.. rest, "--accept-change"];
            return MpiLaunch.Relaunch(result.GetValue(ranks), rest)
                ?? Run(path, result.GetValue(output), result.GetValue(set)!, result.GetValue(batch), PartOf(result.GetValue(part)), result.GetValue(accept));
        });
        command.Subcommands.Add(Status());
        command.Subcommands.Add(Export());
        command.Subcommands.Add(Report());
        command.Subcommands.Add(Table());
        return command;
    }

    private static int Run(string path, string? output, string[] overrides, int batch, SweepPart part, bool acceptChange)
    {
        // Ranks first: a fault in the sweep is then printed once.
        var ranks = Job.Ranks;
        string location = output ?? Path.Combine("runs", Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))!));
        var sweep = SweepDefinition.Load(path, overrides, location);
        using var folder = new SweepFolder(location, ranks, part);
        var (results, pending) = folder.Open(sweep.Points, sweep.Target, sweep.Entries, acceptChange);
        if (ranks.IsRoot) Console.Error.WriteLine($"{sweep.Options.Name}: {sweep.Points.Count} points, {pending.Length} to run");
        var progress = new Progress(ranks, sweep.Options.Name);
        using var stop = new StopRequest();
        bool ended = new SweepRun(sweep.Points, sweep.Target, ranks).Run(pending, results, batch > 0 ? batch : sweep.Target.BatchSize,
            taken => progress.Report((double)taken / Math.Max(1, pending.Length), $"{taken} of {pending.Length} points"), () => stop.Requested);
        folder.Finish();
        if (ranks.IsRoot) Console.Error.WriteLine($"results: {(part.Count == 1 ? SweepFolder.Main(folder.Location) : SweepFolder.Shards(folder.Location))}");
        return ended ? 0 : 5;
    }

    private static Command Status()
    {
        var folder = new Argument<string>("folder") { Description = "Folder of the results." };
        var command = new Command("status", "Counts the points that are done, failed and left; also while the sweep runs.") { folder };
        command.SetAction(result =>
        {
            var table = ResultTable.Read(result.GetValue(folder)!, ["error", "run_time"]);
            int status = table.IndexOf("status"), error = table.IndexOf("error"), time = table.IndexOf("run_time");
            var failed = table.Rows.Where(r => r[status] is "failed").ToArray();
            long total = long.Parse(table.Definition["points"], CultureInfo.InvariantCulture);
            double each = table.Count == 0 ? 0 : table.Rows.Average(r => r[time] as double? ?? 0);
            Console.WriteLine($"{table.Definition["name"]}: {total} points");
            Console.WriteLine($"done    {table.Count - failed.Length}");
            Console.WriteLine($"failed  {failed.Length}");
            Console.WriteLine($"left    {total - table.Count}, about {each * (total - table.Count):f0} s on one rank");
            foreach (var kind in failed.GroupBy(r => ((string?)r[error] ?? "").Split('\n')[0]).OrderByDescending(g => g.Count()).Take(5))
                Console.WriteLine($"    {kind.Count()} x {kind.Key} (first: point {kind.First()[0]})");
            return 0;
        });
        return command;
    }

    private static Command Export()
    {
        var folder = new Argument<string>("folder") { Description = "Folder of the results." };
        var csv = new Option<string?>("--csv") { Description = "File to write; stdout when no name follows.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("export", "Writes all points as comma-separated values, ordered by number.") { folder, csv };
        command.SetAction(result =>
        {
            var table = ResultTable.Read(result.GetValue(folder)!);
            if (result.GetValue(csv) is not { } path)
            {
                using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
                table.WriteCsv(output);
                return 0;
            }
            using (var output = new StreamWriter(path + ".part", append: false)) table.WriteCsv(output);
            File.Move(path + ".part", path, overwrite: true);
            return 0;
        });
        return command;
    }

    private static Command Report()
    {
        var folder = new Argument<string>("folder") { Description = "Folder of the results." };
        var reference = new Option<string?>("--reference") { Description = "A measured functional connectivity (CSV, text, NPY or pickled) to rank the points by; needs keep_connectivity." };
        var order = Order();
        var output = new Option<string?>("--out") { Description = "The page; report.html in the folder when omitted." };
        var command = new Command("report", "Writes one HTML page: maps over two axes, best fits, time series.") { folder, reference, order, output };
        command.SetAction(result =>
        {
            string path = result.GetValue(output) ?? Path.Combine(result.GetValue(folder)!, "report.html");
            SweepPage.Write(path, new SweepReport(result.GetValue(folder)!, result.GetValue(reference), result.GetValue(order)).Data());
            Console.WriteLine(Path.GetFullPath(path));
            return 0;
        });
        return command;
    }

    private static Command Table()
    {
        var folder = new Argument<string>("folder") { Description = "Folder of the results." };
        var show = new Option<string[]>("--show") { Description = "Features, such as e_mean.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var by = new Option<string[]>("--by") { Description = "Parameters whose values make the rows; all when omitted.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var across = new Option<string?>("--across") { Description = "A parameter whose values make the columns: one table per feature." };
        var reference = new Option<string[]>("--reference") { Description = "Measured functional connectivities (CSV, text, NPY or pickled) that the kept ones are compared with.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var order = Order();
        var command = new Command("table", "Prints means and standard deviations of features by parameters, as Markdown.") { folder, show, by, across, reference, order };
        command.SetAction(result =>
        {
            Console.Write(new SweepTable(result.GetValue(folder)!, result.GetValue(show)!, result.GetValue(reference)!, result.GetValue(order)).Print(result.GetValue(by)!, result.GetValue(across)));
            return 0;
        });
        return command;
    }

    private static Option<string?> Order() => new("--regions") { Description = "Names of the regions of --reference in its order, one a line; in the order of the sweep's connectome when omitted." };

    private static SweepPart PartOf(string? text)
    {
        if (text is null) return SweepPart.Whole;
        string[] ends = text.Split('/');
        if (ends.Length == 2 && int.TryParse(ends[0], CultureInfo.InvariantCulture, out int k) && int.TryParse(ends[1], CultureInfo.InvariantCulture, out int n) && k >= 0 && k < n) return new SweepPart(k, n);
        throw new InputException("MS1606", $"'--part {text}' is not of the form K/N", "write K from 0 to N - 1, for example --part 3/16");
    }
}
