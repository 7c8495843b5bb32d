using Multiscale.Interop;

namespace Multiscale.Cli;

/// <summary>How fast this machine is beside the one on which peers' figures were recorded: NEURON's netbench-64 here, where NEURON is installed, over 9.3 M.</summary>
internal static class Calibration
{
    private const double RecordedRate = 9.3e6;

    private static readonly Lazy<double?> Rate = new(() =>
        PeerScript.Run("netbench.py", ("NB_N", "64"), ("NB_TSTOP", "50"))?.GetProperty("comp_steps_per_s_cpu_1rank").GetDouble());

    /// <summary>Null where NEURON is not installed.</summary>
    public static double? Scale => Rate.Value / RecordedRate;

    public static IEnumerable<BenchLine> Run()
    {
        if (Rate.Value is { } rate) yield return new BenchLine("calibrate", "netbench-64", "NEURON compartment-steps", rate, "1/s", "recorded machine", RecordedRate, Scale);
        else Console.Error.WriteLine("calibrate: NEURON is not installed here (Debian: python3-neuron), so recorded figures of peers stand as they are");
    }

    /// <summary>CPU seconds of the calling thread: after new kernels the runtime optimises the compiler that made them on another, for many seconds.</summary>
    public static double CpuSeconds() => ThreadClock.Seconds;
}
