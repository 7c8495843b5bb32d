using System.CommandLine;

namespace Multiscale.Cli;

/// <summary>`multiscale demo`: the quickstart on two ranks, ending with the path of its report.</summary>
internal static class DemoCommand
{
    private const int Ranks = 2;

    public static Command Create()
    {
        var folder = new Option<string>("--out") { Description = "Folder of the run.", DefaultValueFactory = _ => "runs/demo" };
        var command = new Command("demo", "Runs the quickstart on 2 ranks and names its report.") { folder };
        command.SetAction(result =>
        {
            string output = result.GetValue(folder)!;
            string quickstart = Path.Combine(ShippedFiles.Folder("configs/quickstart"), "case.yaml");
            int code = MpiLaunch.Relaunch(Ranks, ["run", quickstart, "--out", output]) ?? 0;
            if (code == 0) Console.WriteLine($"\nThe report: {Path.GetFullPath(Path.Combine(output, "report.html"))}\nOpen it in a browser.");
            return code;
        });
        return command;
    }
}
