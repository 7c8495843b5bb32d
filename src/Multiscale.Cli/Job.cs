using System.CommandLine;
using Multiscale.Core;
using Multiscale.Interop;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>
/// One invocation: starts the ranks, runs the command, and ends the job with a documented exit code:
/// 0 ok, 2 input, 3 numerical, 4 environment, 5 stopped with a checkpoint, 70 a defect of the program.
/// </summary>
internal static class Job
{
    private const int Defect = 70;

    private static Communicator? ranks;

    /// <summary>The ranks of this job; started on first use, so that commands which need none start fast.</summary>
    public static Communicator Ranks => ranks ??= Communicator.Start();

    public static int Execute(ParseResult command)
    {
        if (command.Errors.Count > 0)
        {
            foreach (var error in command.Errors) Console.Error.WriteLine($"error MS0012: {error.Message}");
            Console.Error.WriteLine("    fix: see `multiscale --help`");
            return 2;
        }
        try
        {
            int code = command.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            if (ranks is not MpiCommunicator) return code;
            PetscLibrary.Complete();
            MpiLibrary.Complete();
            return code;
        }
        catch (MultiscaleException e)
        {
            return Fail(e.ExitCode, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(4, $"error MS0403: {e.Message}");
        }
        catch (Exception e)
        {
            return Fail(Defect, $"error MS9999: a defect of the program, please report it: {e}");
        }
    }

    /// <summary>
    /// Prints the message once and ends all ranks. A failure that all ranks share is printed by the first rank, whose abort ends the
    /// others while they wait; a failure of one rank alone is printed by that rank after the wait.
    /// </summary>
    private static int Fail(int exitCode, string message)
    {
        if (ranks is not { Size: > 1 })
        {
            Console.Error.WriteLine(message);
            return exitCode;
        }
        if (!ranks.IsRoot) Thread.Sleep(300 + 20 * ranks.Rank);
        Console.Error.WriteLine(message);
        Console.Error.Flush();
        ranks.Abort(exitCode);
        return exitCode;
    }
}
