using System.Diagnostics;

namespace Multiscale.UnitTests;

/// <summary>An independent reader of HDF5: the system's Python with h5py; tests skip where it is missing.</summary>
internal static class Python
{
    private const string Interpreter = "/usr/bin/python3";

    /// <summary>What a script with h5py, numpy and json imported prints.</summary>
    internal static string Run(string script, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Interpreter) && Execute("import h5py, numpy", []).Code == 0, "no system Python with h5py");
        var (code, output, error) = Execute("import h5py, numpy, json, sys\n" + script, arguments);
        Assert.True(code == 0, error);
        return output.Trim();
    }

    private static (int Code, string Output, string Error) Execute(string script, string[] arguments)
    {
        var start = new ProcessStartInfo(Interpreter) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
