using Multiscale.Core;

namespace Multiscale.Cli;

/// <summary>The suites that `multiscale bench` knows, by name.</summary>
internal static class BenchSuites
{
    public static IReadOnlyList<(string Name, Func<IEnumerable<BenchLine>> Run)> All { get; } =
    [
        ("calibrate", Calibration.Run),
        ("blood-flow", BloodFlowBench.Run),
        ("brain", BrainBench.Run),
        ("coupling", CouplingBench.Run),
        ("diffusion", DiffusionBench.Run),
        ("geometry", GeometryBench.Run),
        ("neurons", NeuronBench.Run),
        ("metabolism", MetabolismBench.Run),
    ];

    public static int Run(string? name, bool json)
    {
        var chosen = All.Where(s => name is null || s.Name == name).ToArray();
        if (chosen.Length == 0) throw new InputException("MS0013", $"there is no bench suite '{name}'", $"choose one of: {string.Join(", ", All.Select(s => s.Name))}");
        foreach (var suite in chosen)
            foreach (var line in suite.Run()) Console.WriteLine(json ? line.ToJson() : line.ToString());
        return 0;
    }
}
