using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Multiscale.Cli;

/// <summary>Runs another simulator's side of a comparison: a script of tests/Benchmarks/peers by Debian's Python, whose last line is one JSON object.</summary>
internal static class PeerScript
{
    private const string Python = "/usr/bin/python3";

    /// <summary>The object; null where Python, the simulator or its compiler is missing: the script's own words go to stderr.</summary>
    public static JsonElement? Run(string script, params (string Name, string Value)[] environment) => Run(script, 1, environment);

    /// <param name="ranks">Above 1: under mpirun.</param>
    public static JsonElement? Run(string script, int ranks, params (string Name, string Value)[] environment)
    {
        string path = Path.Combine(ShippedFiles.Folder("tests/Benchmarks/peers"), script);
        var start = ranks > 1 ? MpiLaunch.Command(ranks, Python, [path]) : new ProcessStartInfo(Python, [path]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        try
        {
            using var python = Process.Start(start)!;
            var complaint = python.StandardError.ReadToEndAsync();
            string said = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            if (python.ExitCode == 0) return JsonDocument.Parse(said.Trim().Split('\n')[^1]).RootElement;
            Console.Error.WriteLine($"{script} ended with {python.ExitCode}: {complaint.Result.Trim().Split('\n')[^1]}");
            return null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
