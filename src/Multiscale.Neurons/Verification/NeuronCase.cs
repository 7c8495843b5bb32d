using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Neurons;

/// <summary>One quantity that a verification case compares.</summary>
/// <param name="Column">Its column in the reference tables.</param>
/// <param name="Tolerance">Allowed difference from NEURON's own fixed-step trace.</param>
/// <param name="Graded">Whether the default scheme must be as close to the exact trace as NEURON's second-order mode is.</param>
internal sealed record TraceQuantity(string Column, string Unit, double Tolerance, bool Graded, Func<NeuronSolver, double> Read);

/// <summary>
/// A case of ../refs: our compatible modes against NEURON's fixed-step traces, and our default scheme against the tight-tolerance trace,
/// where it must be at least as close as NEURON's secondorder = 2 with the same step.
/// </summary>
public abstract class NeuronCase
{
    // Where no ion moves and no event falls between steps the two schemes are the same; the printed digits then decide.
    private const double Slack = 1e-3;

    public abstract string Name { get; }

    private protected abstract double Step { get; }

    private protected abstract NeuronOptions Options { get; }

    private protected abstract NeuronNetwork Network { get; }

    /// <summary>The same with the rounding of NEURON's inputs.</summary>
    private protected virtual NeuronNetwork NeuronsNetwork => Network;

    private protected abstract IReadOnlyList<TraceQuantity> Quantities { get; }

    private protected virtual IReadOnlyList<SpikeTrain> Trains => [new("soma", 0)];

    /// <summary>Reads what the case needs beyond its tables.</summary>
    private protected virtual void Prepare(string folder) { }

    /// <summary>Further comparisons of the case.</summary>
    private protected virtual IEnumerable<VerificationRow> Further(string folder) => [];

    /// <summary>Whether a sample is compared.</summary>
    private protected virtual bool Counts(TraceQuantity quantity, double time) => true;

    /// <summary>Runs the case in its three modes and compares; <paramref name="folder"/> holds its reference files.</summary>
    public IEnumerable<VerificationRow> Run(string folder)
    {
        Prepare(folder);
        var exact = ReferenceTable.Read(folder, Name + ".csv");
        var stepped = ReferenceTable.Read(folder, Name + ".fixed.csv");
        foreach (var (method, order) in new[] { (IntegrationMethod.ImplicitEuler, 0), (IntegrationMethod.CrankNicolson, 2) })
        {
            string mark = $"[so{order}]", oracle = $"NEURON so{order}";
            var (traces, fired) = Trace(Options with { Method = method, Compatibility = Compatibility.Neuron, TimeStep = Step }, exact.Time);
            for (int q = 0; q < Quantities.Count; q++)
            {
                var quantity = Quantities[q];
                double error = ReferenceTable.Largest(traces[q], stepped[quantity.Column + mark], i => Counts(quantity, exact.Time[i]));
                yield return new VerificationRow(Name, oracle, quantity.Column + " largest", error, quantity.Tolerance, quantity.Unit);
            }
            // Both are the ends of steps.
            if (Trains.Count > 0) yield return new VerificationRow(Name, oracle, "spike times largest", ReferenceTable.LargestDelay(fired, ReferenceTable.Spikes(folder, Name, Step, order)), 1e-9, "ms");
        }
        var (ours, spikes) = Trace(Options with { TimeStep = Step }, exact.Time);
        for (int q = 0; q < Quantities.Count; q++)
        {
            var quantity = Quantities[q];
            if (!quantity.Graded) continue;
            bool Compared(int i) => i > 0 && Counts(quantity, exact.Time[i]);
            double error = ReferenceTable.Rms(ours[q], exact[quantity.Column], Compared);
            double theirs = ReferenceTable.Rms(stepped[quantity.Column + "[so2]"], exact[quantity.Column], Compared);
            yield return new VerificationRow(Name, "tight tolerance", quantity.Column + " rms", error, theirs * (1 + Slack), quantity.Unit);
        }
        if (Trains.Count > 0)
        {
            var expected = ReferenceTable.Spikes(folder, Name);
            double theirs = ReferenceTable.LargestDelay(ReferenceTable.Spikes(folder, Name, Step, 2), expected);
            yield return new VerificationRow(Name, "tight tolerance", "spike times largest", ReferenceTable.LargestDelay(spikes, expected), theirs, "ms");
        }
        foreach (var row in Further(folder)) yield return row;
    }

    private protected static Section Cylinder(int index, SectionType type, int parent, double at, double length, double diameter, Point3 start) =>
        new(index, type, parent, at, [new(start, diameter), new(start + new Point3(length, 0, 0), diameter)]);

    private (double[][] Traces, Dictionary<string, double[]> Spikes) Trace(NeuronOptions options, double[] times)
    {
        var solver = new NeuronSolver(options, options.Compatibility == Compatibility.Neuron ? NeuronsNetwork : Network, new SerialCommunicator());
        var watched = Trains.Where(t => t.Section >= 0).ToDictionary(t => t.Key, t => t.Watch(solver, options));
        var traces = new double[Quantities.Count][];
        for (int q = 0; q < traces.Length; q++) traces[q] = new double[times.Length];
        for (int i = 0; i < times.Length; i++)
        {
            solver.Advance(SimTime.FromMilliseconds(times[i]));
            for (int q = 0; q < traces.Length; q++) traces[q][i] = Quantities[q].Read(solver);
        }
        return (traces, Trains.ToDictionary(t => t.Key, t => watched.TryGetValue(t.Key, out var times) ? [.. times] : solver.Spikes.Where(s => s.Gid == t.Gid).Select(s => s.Time).ToArray()));
    }
}
