using System.Reflection;
using System.Text;
using Multiscale.Interop;
using Multiscale.Parallel;
using Multiscale.TestProcesses;

namespace Multiscale.MpiTests;

/// <summary>
/// A method run by mpirun on so many ranks, in processes of their own: this assembly starts itself with <c>--mpi Class.Method</c>.
/// </summary>
public static class Job
{
    private const string Mark = "RESULT ";

    /// <summary>Runs <paramref name="program"/>, a static method or a lambda that captures nothing; fails with all its output unless every rank ends well.</summary>
    /// <returns>The texts reported with <see cref="Report"/>.</returns>
    public static string[] Run(int ranks, Action<Communicator> program, TimeSpan? timeout = null) => Run(ranks, program.Method, timeout);

    internal static string[] Run(int ranks, MethodInfo method, TimeSpan? timeout = null)
    {
        var outcome = Launch(ranks, method, timeout);
        if (outcome.ExitCode != 0) Assert.Fail($"{method.Name} on {ranks} ranks: {outcome}");
        return [.. outcome.Output.Split('\n').Where(l => l.StartsWith(Mark, StringComparison.Ordinal)).Select(l => l[Mark.Length..])];
    }

    /// <summary>As <see cref="Run(int, Action{Communicator}, TimeSpan?)"/>, for programs that are meant to fail.</summary>
    public static Outcome Launch(int ranks, Action<Communicator> program, TimeSpan? timeout = null) => Launch(ranks, program.Method, timeout);

    private static Outcome Launch(int ranks, MethodInfo method, TimeSpan? timeout) =>
        ChildProcess.Run(typeof(Job).Assembly.Location, ["--mpi", $"{method.DeclaringType!.FullName}.{method.Name}"], ranks, timeout);

    /// <summary>Hands a line to the test that started the job; call it on one rank.</summary>
    public static void Report(FormattableString text) => Console.Out.WriteLine(Mark + FormattableString.Invariant(text));

    /// <summary>The other side: runs the named method as one rank. Never finalises MPI after a failure, since the other ranks would wait.</summary>
    internal static int Join(string name)
    {
        int dot = name.LastIndexOf('.');
        const BindingFlags any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        var type = typeof(Job).Assembly.GetType(name[..dot], throwOnError: true)!;
        var method = type.GetMethod(name[(dot + 1)..], any) ?? throw new MissingMethodException(name);
        MpiLibrary.Initialize();
        var ranks = new MpiCommunicator(MpiLibrary.World);
        try
        {
            method.Invoke(method.IsStatic ? null : Activator.CreateInstance(type, nonPublic: true), [ranks]);
        }
        catch (TargetInvocationException fault)
        {
            // One write, so that the ranks' messages do not mix.
            using (var error = Console.OpenStandardError()) error.Write(Encoding.UTF8.GetBytes($"rank {ranks.Rank} of {ranks.Size} failed: {fault.InnerException}\n"));
            ranks.Abort(1);
        }
        MpiLibrary.Complete();
        return 0;
    }
}
