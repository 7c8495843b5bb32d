using Multiscale.Geometry;

namespace Multiscale.Neurons;

/// <summary>c_ballstick_syn: an active soma, a passive dendrite, and two synapses with imposed events.</summary>
public sealed class BallAndStickCase : NeuronCase
{
    private static readonly double[] Events = [6, 26, 43.8, 46, 63.8, 66];

    private const double SomaSize = 12.6157; // [um]

    private static readonly Morphology Shape = new("ball and stick",
    [
        Cylinder(0, SectionType.Soma, -1, 0, SomaSize, SomaSize, default),
        Cylinder(1, SectionType.BasalDendrite, 0, 1, 200, 1, new Point3(SomaSize, 0, 0)),
    ]);

    private static readonly Discretization Cut = new(Shape, s => s.Index == 0 ? 1 : 11);

    private static readonly CellModel Model = new()
    {
        Name = "ball and stick",
        Rest = false,
        Soma = MembraneOptions.Squid with { Resistivity = 100 },
        Dendrite = MembraneOptions.Bare with { Passive = 0.001, PassiveReversal = -65, Resistivity = 100 },
    };

    private static readonly NeuronNetwork Cell = BuildCell();

    public override string Name => "c_ballstick_syn";

    private protected override double Step => 0.025;

    private protected override NeuronOptions Options => new() { Celsius = 6.3, InitialVoltage = -65, Accumulation = false, SpikeThreshold = 10 };

    private protected override NeuronNetwork Network => Cell;

    private protected override IReadOnlyList<TraceQuantity> Quantities =>
    [
        new("v_soma_mV", "mV", 1e-6, true, s => s.Voltages[0]),
        new("v_dend0.5_mV", "mV", 1e-6, true, s => s.VoltageAt(0, 1, 0.5)),
        new("v_dend0.9_mV", "mV", 1e-6, true, s => s.VoltageAt(0, 1, 0.9)),
        new("g_expsyn_uS", "uS", 1e-9, true, s => s.ConductanceOf(0)),
        new("g_exp2syn_uS", "uS", 1e-9, true, s => s.ConductanceOf(1)),
    ];

    // At an event the table shows the conductance before or after its jump; NEURON's fixed step takes two of them one step late.
    private protected override bool Counts(TraceQuantity quantity, double time) =>
        !quantity.Column.StartsWith("g_", StringComparison.Ordinal) || !Array.Exists(Events, t => Math.Abs(t - time) < 1e-3);

    /// <summary>The cell alone, also of the ring.</summary>
    internal static CellDescription Describe(long gid) => new(gid, Shape, Model) { Discretization = Cut };

    private static NeuronNetwork BuildCell() => new()
    {
        Cells = [Describe(0)],
        SpikeSources = [new SpikeSource(1, [6, 26, 46, 66]), new SpikeSource(2, [43.8, 63.8])],
        Synapses =
        [
            new SynapseDescription(0, 1, 0, 1, 0.5, new SynapseKinetics(0, 2, 0, SynapticCarrier.None), 0.01, 0),
            new SynapseDescription(1, 2, 0, 1, 0.9, new SynapseKinetics(0.5, 5, -80, SynapticCarrier.None), 0.02, 0),
        ],
    };
}
