using Multiscale.Geometry;

namespace Multiscale.Neurons;

/// <summary>b3_rallpack3: an axon of 1000 compartments with squid channels and a current into its very end (Bhalla, Bilitch and Bower 1992).</summary>
public sealed class SquidAxonCase : NeuronCase
{
    private static readonly NeuronNetwork Axon = BuildAxon();

    public override string Name => "b3_rallpack3";

    private protected override double Step => 0.05;

    private protected override IReadOnlyList<SpikeTrain> Trains => [new("x0", 0, 0, 0), new("x1", 0, 0, 1)];

    private protected override NeuronOptions Options => new() { Celsius = 6.3, InitialVoltage = -65, Accumulation = false, SpikeThreshold = 0 };

    private protected override NeuronNetwork Network => Axon;

    private protected override IReadOnlyList<TraceQuantity> Quantities =>
    [
        new("v0_mV", "mV", 1e-6, true, s => s.VoltageAt(0, 0, 0)),
        new("v1_mV", "mV", 1e-6, true, s => s.VoltageAt(0, 0, 1)),
    ];

    // At t = 0 the voltage at the end is not defined by the equations: it jumps with the current.
    private protected override bool Counts(TraceQuantity quantity, double time) => time > 0;

    private static NeuronNetwork BuildAxon()
    {
        var morphology = new Morphology("axon", [Cylinder(0, SectionType.Axon, -1, 0, 1000, 1, default)]);
        var membrane = MembraneOptions.Squid with { SquidLeak = 0, Passive = 1.0 / 40000, PassiveReversal = -65, Resistivity = 100 };
        return new NeuronNetwork
        {
            Cells = [new CellDescription(0, morphology, CellModel.Uniform("squid axon", membrane, false)) { Discretization = new Discretization(morphology, _ => 1000) }],
            Clamps = [new CurrentClamp(0, 0, 0, 0, 1e9, 0.1, CurrentCarrier.None)],
        };
    }
}
