using System.Reflection;
using Multiscale.MpiTests;

// One job uses all cores: tests run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

if (args is ["--mpi", var method]) return Job.Join(method);
return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
