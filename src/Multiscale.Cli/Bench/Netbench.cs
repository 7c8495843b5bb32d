using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>
/// A ring-like network without random numbers for comparing simulators: N cells of one soma and 14 dendrites (127 compartments), squid channels
/// in all of them, 10 exponential synapses per cell, one clamp per cell.
/// </summary>
internal static class Netbench
{
    public const int CompartmentsPerCell = 127;

    private const int Dendrites = 14, PerDendrite = 9, Synapses = 10;

    /// <summary>NEURON's fixed-step implicit Euler scheme at 0.025 ms, exact rates.</summary>
    public static NeuronOptions Options => new()
    {
        TimeStep = 0.025, Method = IntegrationMethod.ImplicitEuler, Compatibility = Compatibility.Neuron, Celsius = 6.3, InitialVoltage = -65,
        Accumulation = false, SodiumReversal = 50, PotassiumReversal = -77, SpikeThreshold = 0,
    };

    /// <summary>The same network in our own scheme: second order, exact event times.</summary>
    public static NeuronOptions Default => Options with { Method = IntegrationMethod.CrankNicolson, Compatibility = Compatibility.None };

    public static NeuronNetwork Of(int cells, Communicator ranks)
    {
        var shape = Shape();
        var cut = new Discretization(shape, s => s.Index == 0 ? 1 : PerDendrite);
        var dendrite = MembraneOptions.Bare with { SquidSodium = 0.012, SquidPotassium = 0.0036, SquidLeak = 0.00003, SquidLeakReversal = -65, Resistivity = 100 };
        var model = new CellModel { Name = "netbench", Soma = MembraneOptions.Squid with { Resistivity = 100 }, Axon = dendrite, Dendrite = dendrite, Rest = false };
        var kinetics = new SynapseKinetics(0, 2, 0, SynapticCarrier.None);
        var mine = Enumerable.Range(0, cells).Where(i => i % ranks.Size == ranks.Rank).ToArray();
        return new NeuronNetwork
        {
            Cells = [.. mine.Select(i => new CellDescription(i, shape, model) { Discretization = cut })],
            Synapses = [.. mine.SelectMany(i => Enumerable.Range(0, Synapses).Select(k => new SynapseDescription(
                (long)i * Synapses + k, Source(i, k, cells), i, 1 + (i + 3 * k) % Dendrites, 0.5, kinetics, 0.002, 1 + 0.1 * ((i + k) % 20))))],
            Clamps = [.. mine.Select(i => new CurrentClamp(i, 0, 0.5, 1 + 0.25 * (i % 8), 1e9, 0.35 + 0.02 * (i % 5), CurrentCarrier.None))],
        };
    }

    private static int Source(int i, int k, int cells)
    {
        int s = (int)((7L * i + 13L * k * k + 3 * k + 1) % cells);
        return s == i ? (s + 1) % cells : s;
    }

    private static Morphology Shape()
    {
        var sections = new List<Section> { Cylinder(0, SectionType.Soma, -1, 20, 20) };
        for (int b = 0; b < Dendrites; b++)
            sections.Add(Cylinder(b + 1, SectionType.BasalDendrite, b < 2 ? 0 : (b - 2) / 2 + 1, 100, b < 2 ? 2 : b < 6 ? 1.5 : 1));
        return new Morphology("netbench", sections);
    }

    private static Section Cylinder(int index, SectionType type, int parent, double length, double diameter) => new(index, type, parent, 1,
        [new MorphologyPoint(new Point3(0, 0, index), diameter), new MorphologyPoint(new Point3(length, 0, index), diameter)]);
}
