using Multiscale.Brain;
using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Modeling;

namespace Multiscale.Cli;

/// <summary>A case of a whole brain, ready to run.</summary>
internal sealed class BrainCase
{
    private readonly (string State, double Value)[] initial;
    private readonly Stimulus[] stimuli;
    private BrainBatch? batch;

    /// <param name="varied">Parameters of the model, or `speed`, that differ between the brains of a batch.</param>
    public BrainCase(BrainCaseOptions options, long seed, params IReadOnlyList<string> varied)
    {
        Options = options;
        var text = options.ModelFile is { } file ? BrainModels.Load(file.FullPath, file.Location) : BrainModels.Load(options.Model, options.Location);
        Connectome = Read(options.Connectome);
        var parameters = options.Parameters.ToDictionary(p => p.Key, p => Value(p.Value, text.Parameters.FirstOrDefault(q => q.Name == p.Key)?.Unit, "parameter", p.Key, text.Parameters.Select(q => q.Name)));
        string[] driven = [.. options.Stimuli.Select(s => s.Input).Distinct()];
        foreach (string input in driven)
            if (text.Inputs.All(i => i.Name != input)) throw Unknown("input", input, text.Inputs.Select(i => i.Name));
        Program = BrainProgram.Compile(text, options.Integration with { Seed = options.Integration.Seed == 1 ? seed : options.Integration.Seed }, varied, [.. options.RegionalParameters.Keys],
            values: parameters, inputs: driven, cacheFolder: KernelFolder);
        double averages = BoldKernel.StepLength / options.Integration.Average;
        if (options.Monitors.Bold == BoldKind.Kernel && (averages < 0.5 || Math.Abs(averages - Math.Round(averages)) > 1e-9))
            throw new InputException("MS1512", $"averages of {options.Integration.Average} ms do not fill the steps of {BoldKernel.StepLength} ms of the BOLD kernel", "set integration.average to 1 ms, 2 ms or 4 ms, or bold to balloon", options.Monitors.Location);
        initial = [.. options.Initial.Select(i => (i.Key, Value(i.Value, text.States.FirstOrDefault(s => s.Name == i.Key)?.Unit, "state", i.Key, text.States.Select(s => s.Name))))];
        stimuli = [.. options.Stimuli.Select(s => Pulses(s, text.Inputs.Single(i => i.Name == s.Input).Unit))];
    }

    public BrainProgram Program { get; }

    public BrainCaseOptions Options { get; }

    public Connectome Connectome { get; }

    /// <summary>The one brain of a run.</summary>
    public BrainBatch Batch => batch ??= Start([new ParameterPoint(0, [])]);

    /// <summary>Brains at their start, one per point.</summary>
    public BrainBatch Start(ReadOnlySpan<ParameterPoint> points)
    {
        var batch = new BrainBatch(Program, Connectome, points, Options.RegionalParameters) { Stimuli = stimuli };
        foreach (var (state, value) in initial) batch.SetInitial(state, [.. Enumerable.Repeat(value, Connectome.Count)]);
        return batch;
    }

    /// <summary>Where compiled models are kept between runs; null: nowhere.</summary>
    public static string? KernelFolder => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } folder ? Path.Combine(folder, "multiscale", "kernels") : null;

    /// <summary>The unit of a model's text, where none is written 1.</summary>
    public static Unit UnitOf(string text) => text.Length == 0 ? Unit.One : Unit.Parse(text);

    private static Connectome Read(ConnectomeCase options)
    {
        int given = (options.Tvb is null ? 0 : 1) + (options.Weights is null ? 0 : 1) + (options.Synthetic is null ? 0 : 1);
        if (given > 1) throw new InputException("MS1510", "more than one connectome is given", "keep one of tvb, weights with tract_lengths, and synthetic", options.Location);
        if (options.Weights is null != options.TractLengths is null) throw new InputException("MS1510", "weights and tract_lengths belong together", "give both tables", options.Location);
        var connectome = options switch
        {
            { Tvb: { } zip } => ConnectomeFile.ReadZip(zip.FullPath),
            { Weights: { } weights, TractLengths: { } lengths } => ConnectomeFile.ReadPair(weights.FullPath, lengths.FullPath, options.Labels?.FullPath),
            _ => SyntheticConnectome.Make(options.Synthetic ?? new SyntheticConnectomeOptions()),
        };
        return (options.ZeroDiagonal ? connectome.WithoutDiagonal() : connectome).Normalized(options.Normalization);
    }

    private Stimulus Pulses(BrainStimulus pulses, string unit)
    {
        double height = Quantity.Parse(pulses.Amplitude, UnitOf(unit));
        double start = pulses.Start.Milliseconds, length = pulses.Duration.Milliseconds, period = pulses.Period.Milliseconds;
        var regions = new double[Connectome.Count];
        if (pulses.Regions.Length == 0) Array.Fill(regions, 1);
        foreach (string name in pulses.Regions)
        {
            int at = Connectome.Labels.ToList().IndexOf(name);
            if (at < 0) throw new InputException("MS1511", $"the connectome has no region '{name}'", "its regions are " + string.Join(", ", Connectome.Labels.Take(8)) + " ...", pulses.Location);
            regions[at] = 1;
        }
        return new Stimulus(pulses.Input, regions, t =>
        {
            double since = t - start;
            if (since < 0) return 0;
            return (period > 0 ? since % period : since) < length ? height : 0;
        });
    }

    private double Value(string text, string? unit, string what, string name, IEnumerable<string> known)
    {
        if (unit is null) throw Unknown(what, name, known);
        try
        {
            return Quantity.Parse(text, UnitOf(unit));
        }
        catch (InputException e)
        {
            var d = e.Diagnostics[0];
            throw new InputException(d.Code, $"'{name}': {d.Message}", d.Remedy, Options.Location);
        }
    }

    private InputException Unknown(string what, string name, IEnumerable<string> known) =>
        new("MS1511", $"the model has no {what} '{name}'", $"use one of {string.Join(", ", known)}", Options.Location);
}
