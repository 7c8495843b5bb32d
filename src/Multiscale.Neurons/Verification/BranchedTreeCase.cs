using System.Text.Json;
using Multiscale.Geometry;

namespace Multiscale.Neurons;

/// <summary>d_swc_tree: a branched SWC file of 79 sections with squid channels in soma and axon, passive dendrites and 12 synapses.</summary>
/// <param name="readMorphology">Reads the SWC file at a path.</param>
public sealed class BranchedTreeCase(Func<string, Morphology> readMorphology) : NeuronCase
{
    private const double LongestPiece = 20; // [um]

    private NeuronNetwork? network, rounded;

    public override string Name => "d_swc_tree";

    private protected override double Step => 0.025;

    private protected override NeuronOptions Options => new() { Celsius = 6.3, InitialVoltage = -65, Accumulation = false, SpikeThreshold = -10 };

    private protected override NeuronNetwork Network => network!;

    private protected override NeuronNetwork NeuronsNetwork => rounded!;

    private protected override IReadOnlyList<TraceQuantity> Quantities =>
    [
        new("v_soma_mV", "mV", 1e-6, true, s => s.VoltageAt(0, 0, 0.5)),
        new("v_dend[74](0.5)_mV", "mV", 1e-6, true, s => s.VoltageAt(0, 78, 0.5)),
        new("v_axon[2](0.5)_mV", "mV", 1e-6, true, s => s.VoltageAt(0, 3, 0.5)),
    ];

    private protected override void Prepare(string folder)
    {
        var morphology = readMorphology(Path.Combine(folder, Name + ".swc"));
        var active = MembraneOptions.Squid with { Resistivity = 120 };
        var model = new CellModel
        {
            Name = Name,
            Rest = false,
            Soma = active,
            Axon = active,
            Dendrite = MembraneOptions.Bare with { Passive = 1.0 / 20000, PassiveReversal = -65, Resistivity = 120 },
        };
        var sources = new List<SpikeSource>();
        var synapses = new List<SynapseDescription>();
        foreach (var given in ReferenceTable.Property(folder, Name, "info").GetProperty("synapses").EnumerateArray())
        {
            int id = synapses.Count + 1;
            bool rises = given.GetProperty("type").GetString() == "Exp2Syn";
            double decay = given.GetProperty(rises ? "tau2" : "tau").GetDouble(), rise = rises ? given.GetProperty("tau1").GetDouble() : 0;
            sources.Add(new SpikeSource(id, [.. given.GetProperty("event_arrival_ms").EnumerateArray().Select(e => e.GetDouble())]));
            synapses.Add(new SynapseDescription(id, id, 0, given.GetProperty("sec").GetInt32(), given.GetProperty("x").GetDouble(),
                new SynapseKinetics(rise, decay, given.GetProperty("e").GetDouble(), SynapticCarrier.None), given.GetProperty("weight_uS").GetDouble(), 0));
        }
        network = Of(morphology);
        rounded = Of(InSinglePrecision(morphology));

        NeuronNetwork Of(Morphology shape) => new()
        {
            Cells = [new CellDescription(0, shape, model) { Discretization = Discretization.OddByLength(shape, LongestPiece) }],
            SpikeSources = sources,
            Synapses = synapses,
        };
    }

    // NEURON keeps 3-d points in single precision; the scheme is compared with the points that it used.
    private static Morphology InSinglePrecision(Morphology m) => new(m.Name,
        [.. m.Sections.Select(s => s with { Points = Array.ConvertAll(s.Points, p => new MorphologyPoint(new Point3((float)p.Position.X, (float)p.Position.Y, (float)p.Position.Z), (float)p.Diameter)) })]);
}
