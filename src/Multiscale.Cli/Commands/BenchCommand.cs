using System.CommandLine;

namespace Multiscale.Cli;

/// <summary>`multiscale bench [name]`: throughput of each solver on this machine.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name") { Arity = ArgumentArity.ZeroOrOne, Description = "One suite; all when omitted." };
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var ranks = new Option<int>("--ranks") { Description = "Starts this many ranks through mpirun; `brain` then gives what they reach together.", DefaultValueFactory = _ => 1 };
        var command = new Command("bench", "Measures throughput.") { name, json, ranks };
        command.SetAction(result =>
        {
            string[] rest = ["bench", .. result.GetValue(name) is { } n ? (string[])[n] : [], .. result.GetValue(json) ? (string[])["--json"] : []];
            return MpiLaunch.Relaunch(result.GetValue(ranks), rest) ?? BenchSuites.Run(result.GetValue(name), result.GetValue(json));
        });
        return command;
    }
}
