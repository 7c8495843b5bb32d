using System.CommandLine;

namespace Multiscale.Cli;

/// <summary>The verbs of the program. This project is the composition root: the only one that sees all the others.</summary>
internal static class CommandLine
{
    public static RootCommand Create() => new("Multiscale: neurons, tissue, blood and metabolism in one piece of brain.")
    {
        RunCommand.Create(),
        SweepCommand.Create(),
        CheckCommand.Create(),
        InitCommand.Create(),
        VerifyCommand.Create(),
        BenchCommand.Create(),
        BenchChild.Create(),
        DemoCommand.Create(),
        InfoCommand.Create(),
        ReferenceCommand.Create(),
    };
}
