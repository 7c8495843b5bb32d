using System.CommandLine;
using Multiscale.Cli;

// The composition root: the only project that sees all the others.
var root = new RootCommand("Multiscale: neurons, tissue, blood and metabolism in one piece of brain.")
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
return Job.Execute(root.Parse(args));
