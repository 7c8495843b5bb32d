using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Neurons;

/// <summary>e_ring5: five cells of c_ballstick_syn in a ring with delays of 1 to 3 ms; one event starts the spike that runs round it.</summary>
public sealed class RingCase : NeuronCase
{
    private const int Cells = 5;

    private const double End = 150; // [ms]

    private const double LeastOrder = 1.9;

    private static readonly NeuronNetwork Ring = BuildRing();

    public override string Name => "e_ring5";

    /// <summary>Steps of the test of order, coarsest first [ms].</summary>
    public static IReadOnlyList<double> Steps { get; } = [0.025, 0.0125, 0.00625, 0.003125];

    private protected override double Step => 0.025;

    private protected override NeuronOptions Options => new() { Celsius = 6.3, InitialVoltage = -65, Accumulation = false, SpikeThreshold = 10 };

    private protected override NeuronNetwork Network => Ring;

    private protected override IReadOnlyList<SpikeTrain> Trains => [.. Enumerable.Range(0, Cells).Select(i => new SpikeTrain($"cell{i}", i))];

    private protected override IReadOnlyList<TraceQuantity> Quantities =>
        [.. Enumerable.Range(0, Cells).Select(i => new TraceQuantity($"v_soma{i}_mV", "mV", 1e-6, true, s => s.VoltageAt(i, 0, 0.5)))];

    /// <summary>Spikes of the default scheme with a step [ms], in order of time.</summary>
    public IReadOnlyList<Spike> Spikes(double step)
    {
        var solver = new NeuronSolver(Options with { TimeStep = step }, Ring, new SerialCommunicator());
        solver.Advance(SimTime.FromMilliseconds(End));
        return solver.Spikes;
    }

    /// <summary>Tight-tolerance spike times of all cells, ascending [ms].</summary>
    public double[] ReferenceSpikes(string folder) => [.. ReferenceTable.Spikes(folder, Name).Values.SelectMany(t => t).Order()];

    /// <summary>Second order also through threshold and events: every spike, from each step to the next.</summary>
    private protected override IEnumerable<VerificationRow> Further(string folder)
    {
        double[] expected = ReferenceSpikes(folder), coarse = [];
        foreach (double step in Steps)
        {
            double[] errors = [.. Spikes(step).Zip(expected, (s, t) => Math.Abs(s.Time - t))];
            if (errors.Length != expected.Length) throw new NumericalException("MS0231", $"{errors.Length} spikes instead of {expected.Length} with a step of {step} ms", "look for a change of the scheme");
            if (coarse.Length > 0)
            {
                double order = coarse.Zip(errors, (a, b) => Math.Log2(a / b)).Min();
                yield return new VerificationRow(Name, "tight tolerance", $"order of {errors.Length} spikes to dt {step:g4}: {order:f2}, min {LeastOrder}", Math.Max(0, LeastOrder - order), 0, "1");
            }
            coarse = errors;
        }
    }

    private static NeuronNetwork BuildRing()
    {
        double[] delays = [1, 1.5, 2, 2.5, 3]; // by source
        var kinetics = new SynapseKinetics(0, 2, 0, SynapticCarrier.None);
        return new NeuronNetwork
        {
            Cells = [.. Enumerable.Range(0, Cells).Select(i => BallAndStickCase.Describe(i))],
            SpikeSources = [new SpikeSource(Cells, [2])],
            Synapses =
            [
                .. Enumerable.Range(0, Cells).Select(i => new SynapseDescription(i, i, (i + 1) % Cells, 1, 0.8, kinetics, 0.01, delays[i])),
                new SynapseDescription(Cells, Cells, 0, 1, 0.8, kinetics, 0.01, 0),
            ],
        };
    }
}
