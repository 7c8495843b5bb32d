using Multiscale.Geometry;

namespace Multiscale.Neurons;

/// <summary>b1_rallpack1: a uniform passive cable of 1000 compartments with a current into its very end (Bhalla, Bilitch and Bower 1992).</summary>
public sealed class PassiveCableCase : NeuronCase
{
    private static readonly NeuronNetwork Cable = BuildCable();

    public override string Name => "b1_rallpack1";

    private protected override double Step => 0.05;

    private protected override IReadOnlyList<SpikeTrain> Trains => [];

    private protected override NeuronOptions Options => new() { Celsius = 6.3, InitialVoltage = -65, Accumulation = false };

    private protected override NeuronNetwork Network => Cable;

    private protected override IReadOnlyList<TraceQuantity> Quantities =>
    [
        new("v0_mV", "mV", 1e-6, true, s => s.VoltageAt(0, 0, 0)),
        new("v1_mV", "mV", 1e-6, true, s => s.VoltageAt(0, 0, 1)),
    ];

    // At t = 0 the voltage at the end is not defined by the equations: it jumps with the current.
    private protected override bool Counts(TraceQuantity quantity, double time) => time > 0;

    private static NeuronNetwork BuildCable()
    {
        var morphology = new Morphology("cable", [Cylinder(0, SectionType.BasalDendrite, -1, 0, 1000, 1, default)]);
        var membrane = MembraneOptions.Bare with { Passive = 1.0 / 40000, PassiveReversal = -65, Resistivity = 100 };
        return new NeuronNetwork
        {
            Cells = [new CellDescription(0, morphology, CellModel.Uniform("passive", membrane, false)) { Discretization = new Discretization(morphology, _ => 1000) }],
            Clamps = [new CurrentClamp(0, 0, 0, 0, 1e9, 0.1, CurrentCarrier.None)],
        };
    }
}
