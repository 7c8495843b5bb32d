using System.Globalization;
using Multiscale.Brain;
using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Modeling;

namespace Multiscale.Cli;

/// <summary>A brain case made ready: connectome, program, features. Serves any number of batches.</summary>
internal sealed class BrainSetup
{
    /// <param name="varied">Parameters of the model, or `speed`, that differ between points.</param>
    public BrainSetup(BrainCaseOptions options, IReadOnlyList<string> varied)
    {
        Connectome = Read(options.Connectome);
        string model = options.Model.EndsWith(".model", StringComparison.Ordinal) ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(options.Location.File)) ?? "", options.Model) : options.Model;
        var text = BrainModels.Load(model, options.Location);
        var values = new Dictionary<string, double>();
        foreach (var (name, value) in options.Parameters)
        {
            var parameter = text.Parameters.FirstOrDefault(p => p.Name == name)
                ?? throw new InputException("MS1502", $"the model {text.Name} has no parameter '{name}'", "its parameters are " + string.Join(", ", text.Parameters.Select(p => p.Name)), options.Location);
            values[name] = Quantity.Parse(value, UnitOf(parameter.Unit));
        }
        string[] driven = [.. options.Stimuli.Select(s => s.Input).Distinct()];
        foreach (string name in driven)
            if (text.Inputs.All(i => i.Name != name)) throw new InputException("MS1511", $"the model {text.Name} has no input '{name}'", "its inputs are " + string.Join(", ", text.Inputs.Select(i => i.Name)), options.Location);
        Options = options;
        Program = BrainProgram.Compile(text, options.Integration, varied, [.. options.RegionalParameters.Keys], values, driven, KernelFolder);
        Stimuli = [.. options.Stimuli.Select(s => s.In(Connectome, UnitOf(text.Inputs.Single(i => i.Name == s.Input).Unit)))];
        Initial = [.. options.Initial.Select(i => (i.Key, Value: Quantity.Parse(i.Value, UnitOf(StateOf(i.Key).Unit))))];
        Steps = (long)Math.Round(options.Duration.Milliseconds / options.Integration.TimeStep);
        long skip = (long)Math.Ceiling(options.Features.Skip / options.Integration.Average - 1e-9), samples = Steps / Program.StepsPerAverage - skip;
        var names = options.Features.Variables.Count > 0 ? options.Features.Variables : [.. Program.Observed.Take(2)];
        Signals = [.. names.Select(Signal)];
        var inputs = new FeatureInputs
        {
            Weights = Connectome.Weights, TractLengths = Connectome.TractLengths,
            ReferenceConnectivity = options.Features.ReferenceConnectivity is { } file ? ConnectomeFile.ReadTable(file.FullPath, Connectome.Count) : null,
        };
        Features = new FeatureSet(options.Features, inputs, Signals, Connectome.Count, (int)Math.Max(0, samples), options.Integration.Average, skip * options.Integration.Average);
        Observer = new FeatureObserver(Features, Signals, skip);

        EquationState StateOf(string name) => Program.Model.States.FirstOrDefault(s => s.Name == name)
            ?? throw new InputException("MS1642", $"the model {text.Name} has no state '{name}'", "its states are " + string.Join(", ", Program.Model.States.Select(s => s.Name)), options.Location);

        FeatureSignal Signal(string name)
        {
            int index = Program.Observed.ToList().IndexOf(name);
            if (index < 0) throw new InputException("MS1641", $"the model {text.Name} does not observe '{name}'", "choose from " + string.Join(", ", Program.Observed), options.Features.Location);
            // Rates are described in Hz.
            var state = Program.Model.States.FirstOrDefault(s => s.Name == name);
            return new FeatureSignal(name, index, state is not null && UnitOf(state.Unit) is { Dimension: var d } unit && d == Hertz.Dimension ? unit.FactorTo(Hertz) : 1);
        }
    }

    /// <summary>Where compiled models are kept between runs; null: nowhere.</summary>
    public static string? KernelFolder => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } folder ? Path.Combine(folder, "multiscale", "kernels") : null;

    private static readonly Unit Hertz = Unit.Parse("Hz");

    public BrainCaseOptions Options { get; }

    public Connectome Connectome { get; }

    public IReadOnlyList<Stimulus> Stimuli { get; }

    public BrainProgram Program { get; }

    public IReadOnlyList<FeatureSignal> Signals { get; }

    public FeatureSet Features { get; }

    public FeatureObserver Observer { get; }

    public long Steps { get; }

    private (string State, double Value)[] Initial { get; }

    /// <summary>Brains at their start.</summary>
    public BrainBatch Start(ReadOnlySpan<ParameterPoint> points)
    {
        var batch = new BrainBatch(Program, Connectome, points, Options.RegionalParameters) { Stimuli = Stimuli };
        var values = new double[Connectome.Count];
        foreach (var (state, value) in Initial)
        {
            Array.Fill(values, value);
            batch.SetInitial(state, values);
        }
        return batch;
    }

    public static Unit UnitOf(string text) => text.Length == 0 ? Unit.One : Unit.Parse(text);

    private static Connectome Read(ConnectomeCase options)
    {
        var connectome = options switch
        {
            { Zip: { } zip } => ConnectomeFile.ReadZip(zip.FullPath),
            { Weights: { } weights, Lengths: { } lengths } => ConnectomeFile.ReadPair(weights.FullPath, lengths.FullPath, options.Labels?.FullPath),
            { Weights: null, Lengths: null } => SyntheticConnectome.Make(options.Synthetic),
            _ => throw new InputException("MS1642", "a connectome needs both weights and lengths", "give both, or a zip"),
        };
        return (options.ZeroDiagonal ? connectome.WithoutDiagonal() : connectome).Normalized(options.Normalization);
    }
}
