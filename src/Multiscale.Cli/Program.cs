using Multiscale.Cli;

return Job.Execute(CommandLine.Create().Parse(args));
