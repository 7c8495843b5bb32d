using Multiscale.Geometry;

namespace Multiscale.Neurons;

/// <summary>b2_rallpack2: a passive binary tree of 1023 branches, one compartment each, with a current into the root's end (Bhalla, Bilitch and Bower 1992).</summary>
public sealed class PassiveTreeCase : NeuronCase
{
    private static readonly (double Length, double Diameter)[] Levels =
        [(32, 16), (25.4, 10.08), (20.16, 6.35), (16, 4), (12.7, 2.52), (10.08, 1.587), (8, 1), (6.35, 0.63), (5.04, 0.397), (4, 0.25)];

    private static readonly NeuronNetwork Tree = BuildTree();

    public override string Name => "b2_rallpack2";

    private protected override double Step => 0.05;

    private protected override IReadOnlyList<SpikeTrain> Trains => [];

    private protected override NeuronOptions Options => new() { Celsius = 6.3, InitialVoltage = -65, Accumulation = false };

    private protected override NeuronNetwork Network => Tree;

    private protected override IReadOnlyList<TraceQuantity> Quantities =>
    [
        new("v_root0_mV", "mV", 1e-6, true, s => s.VoltageAt(0, 0, 0)),
        new("v_leaf1_mV", "mV", 1e-6, true, s => s.VoltageAt(0, (1 << Levels.Length) - 2, 1)),
    ];

    // At t = 0 the voltage at the end is not defined by the equations: it jumps with the current.
    private protected override bool Counts(TraceQuantity quantity, double time) => time > 0;

    private static NeuronNetwork BuildTree()
    {
        var sections = new List<Section>();
        for (int level = 0; level < Levels.Length; level++)
            for (int k = 0; k < 1 << level; k++)
            {
                int parent = sections.Count == 0 ? -1 : (sections.Count - 1) / 2;
                sections.Add(Cylinder(sections.Count, SectionType.BasalDendrite, parent, 1, Levels[level].Length, Levels[level].Diameter, default));
            }
        var morphology = new Morphology("tree", sections);
        var membrane = MembraneOptions.Bare with { Passive = 1.0 / 40000, PassiveReversal = -65, Resistivity = 100 };
        return new NeuronNetwork
        {
            Cells = [new CellDescription(0, morphology, CellModel.Uniform("passive", membrane, false)) { Discretization = new Discretization(morphology, _ => 1) }],
            Clamps = [new CurrentClamp(0, 0, 0, 0, 1e9, 0.1, CurrentCarrier.None)],
        };
    }
}
