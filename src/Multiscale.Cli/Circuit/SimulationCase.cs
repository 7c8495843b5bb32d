using System.Globalization;
using System.Text;
using System.Text.Json;
using Multiscale.Configuration;
using Multiscale.Core;
using Multiscale.Formats;

namespace Multiscale.Cli;

/// <summary>A SONATA simulation_config.json as a case: a network alone, under the run and conditions of the file, with NEURON's concentrations.</summary>
internal static class SimulationCase
{
    // The coupling window of a network alone only says how often reports go to disk.
    private const double Window = 2.5; // [ms]

    /// <summary>The case in a file of either kind, after overrides.</summary>
    public static CaseOptions Load(string path, IReadOnlyList<string> overrides) => !IsSimulation(path)
        ? CaseFile.Load<CaseOptions>(path, overrides)
        : CaseFile.Parse<CaseOptions>(Yaml(path, SimulationConfig.Read(path)), path, overrides).Value;

    /// <summary>Where the file wants its output; null for a case, or where it does not say.</summary>
    /// <param name="resume">A run goes on there.</param>
    /// <exception cref="InputException">MS0146: it is there already and must not be overwritten.</exception>
    public static string? OutputFolder(string path, bool resume)
    {
        if (!IsSimulation(path)) return null;
        var config = SimulationConfig.Read(path);
        if (!resume && config is { Overwrite: false, OutputFolder: { } there } && Directory.Exists(there) && Directory.EnumerateFileSystemEntries(there).Any())
            throw new InputException("MS0146", $"{there} is not empty, and overwrite_output_dir is false", "give another folder by --out, or set it to true", new SourceLocation(path));
        return config.OutputFolder;
    }

    private static bool IsSimulation(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static string Yaml(string path, SimulationConfig config)
    {
        double window = Math.Max(1, Math.Round(Window / config.Step)) * config.Step;
        var text = new StringBuilder();
        Line(0, "name", Quoted(new DirectoryInfo(Path.GetDirectoryName(Path.GetFullPath(path))!).Name));
        Line(0, "duration", Of(config.Stop, "ms"));
        if (config.Seed is { } seed) Line(0, "seed", seed.ToString(CultureInfo.InvariantCulture));
        text.AppendLine("windows:");
        Line(1, "tissue", Of(window, "ms"));
        Line(1, "slow", Of(40 * window, "ms"));
        text.AppendLine("neurons:");
        Line(1, "simulation", Quoted(Path.GetFullPath(path)));
        Line(1, "odd_compartments", "true");
        text.AppendLine("  solver:");
        Line(2, "time_step", Of(config.Step, "ms"));
        if (config.IntegrationMethod == 0) Line(2, "method", "implicit-euler");
        Line(2, "celsius", (config.Celsius ?? 34).ToString("r", CultureInfo.InvariantCulture));
        Line(2, "initial_voltage", Of(config.InitialVoltage ?? -80, "mV"));
        Line(2, "spike_threshold", Of(config.SpikeThreshold ?? -30, "mV"));
        if (config.CompartmentLength is { } length) Line(2, "max_compartment_length", Of(length, "um"));
        text.AppendLine("    accumulation: false");
        // NEURON's defaults: what its mechanisms see where nobody sets anything.
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("sodium_inside", "10"), ("sodium_outside", "140"), ("potassium_inside", "54.4"), ("potassium_outside", "2.5"), ("calcium_inside", "5e-5"), ("calcium_outside", "2")])
            Line(2, name, value + " mM");
        return text.ToString();

        void Line(int depth, string key, string value) => text.Append(' ', 2 * depth).Append(key).Append(": ").AppendLine(value);
        static string Of(double value, string unit) => value.ToString("r", CultureInfo.InvariantCulture) + " " + unit;
        static string Quoted(string value) => JsonSerializer.Serialize(value);
    }
}
