using System.Globalization;
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

    /// <summary>Order of each spike time over all <see cref="Steps"/>: how often its error halves when the step does.</summary>
    public double[] Orders(string folder)
    {
        double[] expected = ReferenceSpikes(folder), first = Errors(Steps[0]), last = Errors(Steps[^1]);
        return [.. first.Zip(last, (a, b) => Math.Log(a / b) / Math.Log(Steps[0] / Steps[^1]))];

        double[] Errors(double step)
        {
            var spikes = Spikes(step);
            // Spikes that are missing have no order, which no bound allows.
            return spikes.Count == expected.Length ? [.. spikes.Zip(expected, (s, t) => Math.Abs(s.Time - t))] : [double.NaN];
        }
    }

    /// <summary>Second order through threshold and events too.</summary>
    private protected override IEnumerable<VerificationRow> Further(string folder)
    {
        var orders = Orders(folder);
        double least = orders.Min();
        yield return new VerificationRow(Name, "tight tolerance", string.Create(CultureInfo.InvariantCulture, $"order of {orders.Length} spikes {least:f2}, at least {LeastOrder}"), Math.Max(0, LeastOrder - least), 0, "1");
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
