using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.Brain;

/// <summary>
/// A model compiled for one way of integrating it and one choice of parameters that differ between points (varied) or between regions (regional); all
/// others are numbers in the code. Compile once, use for any number of batches.
/// </summary>
public sealed class BrainProgram
{
    internal const string Speed = "speed";

    private readonly Dictionary<string, Binding> bindings = [];
    private readonly List<string> columns = [], places = [];

    private BrainProgram(EquationText text, IntegrationOptions options, IReadOnlyList<string> varied, IReadOnlyList<string> regional, IReadOnlyDictionary<string, double>? values, IReadOnlyList<string> inputs, string? cacheFolder)
    {
        (Text, Options, Varied, Regional) = (text, options, varied, regional);
        StepsPerAverage = (int)Math.Round(options.Average / options.TimeStep);
        if (StepsPerAverage < 1 || Math.Abs(StepsPerAverage * options.TimeStep - options.Average) > 1e-9 * options.Average)
            throw new InputException("MS1500", $"the average of {options.Average} ms is no whole number of time steps of {options.TimeStep} ms", "choose a multiple of the time step", options.Location);
        if (options is { Mode: DerivativeMode.Tvb, Precision: Precision.Single })
            throw new InputException("MS1501", "differences of width 2e-7 are lost in single precision", "use 'mode: fast' or 'precision: double'", options.Location);
        foreach (string name in varied.Concat(regional))
            if (name != Speed && text.Parameters.All(p => p.Name != name))
                throw new InputException("MS1502", $"the model {text.Name} has no parameter '{name}'", "its parameters are " + string.Join(", ", text.Parameters.Select(p => p.Name)));
        Model = text.Lower(new EquationOptions
        {
            Derivatives = new DerivativeRule(options.Mode == DerivativeMode.Tvb ? 1e-7 : 0),
            Values = values ?? new Dictionary<string, double>(),
            Free = name => varied.Contains(name) || regional.Contains(name),
            Driven = inputs.Contains,
        });
        var kernels = StepKernels.Build(Model, options);
        Inputs = inputs;
        Noisy = [.. Enumerable.Range(0, Model.States.Count).Where(i => StepKernels.IsNoisy(Model, options, i))];
        foreach (string symbol in kernels.SelectMany(k => k.Stores).SelectMany(s => ExpressionGraph.Reachable([s.Value]).Where(e => e.Operation == Operation.Symbol).Select(e => e.Name).Append(s.Target)).Distinct())
        {
            var list = varied.Contains(symbol) ? places : columns;
            bindings[symbol] = new Binding(list == places ? Residence.Place : Residence.Column, list.Count);
            list.Add(symbol);
        }
        // A sum, an average or an input that no kernel needs has no array, hence no place in the table.
        int Of(string name) => columns.IndexOf(name);
        SumColumns = [.. Enumerable.Range(0, Model.Sent.Count).Select(k => Of(EquationModel.SumSymbol(k)))];
        SentColumns = [.. Enumerable.Range(0, Model.Sent.Count).Select(k => Of(StepKernels.SentColumn(k)))];
        AverageColumns = [.. Model.Observed.Select(o => Of(StepKernels.AverageColumn(o)))];
        NormalColumns = [.. Noisy.Select(i => Of(StepKernels.NormalColumn(i)))];

        var compiler = new KernelCompiler(cacheFolder);
        var assembly = compiler.Compile(new VectorPrinter(VectorMath.Width, options.Precision == Precision.Single).Print([new KernelGroup("Brain", kernels, bindings)]));
        var passes = compiler.Compile(PassText.Print(options.Precision), typeof(PassFrame).Assembly).GetType(PassText.TypeName, true)!;
        PassMethod Pass(string name) => passes.GetMethod(name)!.CreateDelegate<PassMethod>();
        (SumShared, SumOwn, NoisePass) = (Pass("SumShared"), Pass("SumOwn"), Pass("Noise"));
        Steps = [.. kernels.Where(k => k.Name != StepKernels.Send).Select(k => KernelCompiler.Kernel(assembly, "Brain", k.Name))];
        SendKernel = KernelCompiler.Kernel(assembly, "Brain", StepKernels.Send);
    }

    public EquationText Text { get; }

    public EquationModel Model { get; }

    public IntegrationOptions Options { get; }

    /// <summary>Parameters with a value per point; "speed" among them is the speed of signals.</summary>
    public IReadOnlyList<string> Varied { get; }

    /// <summary>Parameters with a value per region.</summary>
    public IReadOnlyList<string> Regional { get; }

    /// <summary>Names of the variables that samples hold.</summary>
    public IReadOnlyList<string> Observed => Model.Observed;

    /// <summary>Inputs that are driven by stimuli.</summary>
    public IReadOnlyList<string> Inputs { get; }

    public int StepsPerAverage { get; }

    internal KernelMethod[] Steps { get; }

    internal KernelMethod SendKernel { get; }

    /// <summary>Arrays [region][lane] of the kernels.</summary>
    internal IReadOnlyList<string> Columns => columns;

    /// <summary>Arrays [lane] of the kernels.</summary>
    internal IReadOnlyList<string> Places => places;

    /// <summary>States that noise acts on.</summary>
    internal int[] Noisy { get; }

    /// <summary>Number of the array of each network sum; -1: no kernel needs it.</summary>
    internal int[] SumColumns { get; }

    internal int[] SentColumns { get; }

    internal int[] AverageColumns { get; }

    internal int[] NormalColumns { get; }

    internal PassMethod SumShared { get; }

    internal PassMethod SumOwn { get; }

    internal PassMethod NoisePass { get; }

    /// <param name="varied">Parameters that differ between points.</param>
    /// <param name="regional">Parameters that differ between regions.</param>
    /// <param name="values">Values that replace the defaults of the text.</param>
    /// <param name="inputs">Inputs of the text that stimuli drive; the others are zero.</param>
    /// <exception cref="InputException">MS1500 to MS1502, MS1356: an unknown parameter, an average that is no multiple of the step.</exception>
    public static BrainProgram Compile(EquationText text, IntegrationOptions options, IReadOnlyList<string>? varied = null, IReadOnlyList<string>? regional = null,
        IReadOnlyDictionary<string, double>? values = null, IReadOnlyList<string>? inputs = null, string? cacheFolder = null) =>
        new(text, options, varied ?? [], regional ?? [], values, inputs ?? [], cacheFolder);
}
