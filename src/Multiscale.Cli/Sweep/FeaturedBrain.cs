using Multiscale.Brain;
using Multiscale.Core;
using Multiscale.Formats;

namespace Multiscale.Cli;

/// <summary>A brain case with the features of its activity. Serves any number of batches.</summary>
internal sealed class FeaturedBrain
{
    private static readonly Unit Hertz = Unit.Parse("Hz");

    private readonly BrainCase brain;

    /// <param name="varied">Parameters of the model, or `speed`, that differ between points.</param>
    public FeaturedBrain(CaseOptions options, IReadOnlyList<string> varied)
    {
        var (section, features) = (options.Brain!, options.Brain!.Features);
        brain = new BrainCase(section, options.Seed, varied);
        Steps = (long)Math.Round(options.Duration.Milliseconds / section.Integration.TimeStep);
        long skip = (long)Math.Ceiling(section.Transient.Milliseconds / section.Integration.Average - 1e-9), samples = Steps / Program.StepsPerAverage - skip;
        var names = features.Variables.Count > 0 ? features.Variables : [.. Program.Observed.Take(2)];
        Signals = [.. names.Select(Signal)];
        var inputs = new FeatureInputs
        {
            Weights = Connectome.Weights, TractLengths = Connectome.TractLengths,
            ReferenceConnectivity = features.ReferenceConnectivity is { } file ? ConnectomeFile.ReadTable(file.FullPath, Connectome.Count) : null,
        };
        Features = new FeatureSet(features, inputs, Signals, Connectome.Count, (int)Math.Max(0, samples), section.Integration.Average, skip * section.Integration.Average);
        Observer = new FeatureObserver(Features, Signals, skip, Program.Options.Precision);

        FeatureSignal Signal(string name)
        {
            int index = Program.Observed.ToList().IndexOf(name);
            if (index < 0) throw new InputException("MS1641", $"the model {Program.Model.Name} does not observe '{name}'", "choose from " + string.Join(", ", Program.Observed), features.Location);
            // Rates are described in Hz.
            var state = Program.Model.States.FirstOrDefault(s => s.Name == name);
            return new FeatureSignal(name, index, state is not null && BrainCase.UnitOf(state.Unit) is { Dimension: var d } unit && d == Hertz.Dimension ? unit.FactorTo(Hertz) : 1);
        }
    }

    public Connectome Connectome => brain.Connectome;

    public BrainProgram Program => brain.Program;

    public IReadOnlyList<FeatureSignal> Signals { get; }

    public FeatureSet Features { get; }

    public FeatureObserver Observer { get; }

    public long Steps { get; }

    /// <summary>Brains at their start.</summary>
    public BrainBatch Start(ReadOnlySpan<ParameterPoint> points) => brain.Start(points);
}
