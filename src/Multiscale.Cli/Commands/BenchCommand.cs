using System.CommandLine;

namespace Multiscale.Cli;

/// <summary>`multiscale bench [name]`: throughput of each solver on this machine.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name") { Arity = ArgumentArity.ZeroOrOne, Description = "One suite; all when omitted." };
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var command = new Command("bench", "Measures throughput.") { name, json };
        command.SetAction(result => BenchSuites.Run(result.GetValue(name), result.GetValue(json)));
        return command;
    }
}
