using System.Diagnostics;
using System.Text.Json;

namespace Multiscale.Cli;

/// <summary>How fast this machine is beside the one on which peers' figures were recorded: NEURON's netbench-64 here, where NEURON is installed, over 9.3 M.</summary>
internal static class Calibration
{
    private const double RecordedRate = 9.3e6;

    public static IEnumerable<BenchLine> Run()
    {
        if (NeuronHere() is { } rate) yield return new BenchLine("calibrate", "netbench-64", "NEURON compartment-steps", rate, "1/s", "recorded machine", RecordedRate, rate / RecordedRate);
        else Console.Error.WriteLine("calibrate: NEURON is not installed here (Debian: python3-neuron), so recorded figures of peers stand as they are");
    }

    /// <summary>User CPU seconds of this process.</summary>
    public static double CpuSeconds()
    {
        using var self = Process.GetCurrentProcess();
        return self.UserProcessorTime.TotalSeconds;
    }

    private static double? NeuronHere()
    {
        string script = Path.Combine(ShippedFiles.Folder("tests/Benchmarks/peers"), "netbench.py");
        var start = new ProcessStartInfo("/usr/bin/python3", [script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["NB_N"], start.Environment["NB_TSTOP"]) = ("64", "50");
        try
        {
            using var python = Process.Start(start)!;
            string said = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            return python.ExitCode == 0 ? JsonDocument.Parse(said.Trim().Split('\n')[^1]).RootElement.GetProperty("comp_steps_per_s_cpu_1rank").GetDouble() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
