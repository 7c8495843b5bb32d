using System.Globalization;
using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>
/// Branched cells of 199 compartments with ten channels in each of them, one a KINETIC sodium channel of 13 states (Raman and Bean 2001), and calcium
/// below the membrane: the cell of tests/Benchmarks/peers/kinetic_cell.py.
/// </summary>
internal static class KineticCell
{
    public const int Compartments = 1 + Dendrites * PerDendrite + Axons * PerAxon;

    private const int Dendrites = 14, PerDendrite = 13, Axons = 2, PerAxon = 8;

    // gbar [S/cm2] in soma, dendrites, axon
    private static readonly (string Channel, double Soma, double Dendrite, double Axon)[] Densities =
    [
        ("na_rb", 0.08, 0.001, 0.1), ("kdr", 0.5, 0.01, 0.3), ("ka", 0.005, 0.002, 0.002), ("km", 1e-4, 5e-5, 1e-4), ("kp", 0.002, 5e-4, 0.002),
        ("sk", 0.001, 2e-4, 5e-4), ("bk", 0.001, 2e-4, 5e-4), ("cal", 5e-5, 1e-5, 1e-5), ("cat", 1e-4, 5e-5, 5e-5), ("ih", 5e-5, 1e-4, 2e-5),
    ];

    /// <summary>The mod files of the cell.</summary>
    public static IEnumerable<string> Mechanisms => Densities.Select(d => d.Channel).Append("cadecay");

    /// <summary>NEURON's fixed-step implicit Euler scheme at 0.025 ms.</summary>
    public static NeuronOptions Options => new()
    {
        TimeStep = 0.025, Method = IntegrationMethod.ImplicitEuler, Compatibility = Compatibility.Neuron, Celsius = 34, InitialVoltage = -70,
        Accumulation = false, SodiumReversal = 50, PotassiumReversal = -77, CalciumInside = 1e-4, CalciumOutside = 1.3, SpikeThreshold = 0,
    };

    /// <summary>Section and position of the voltages that the peer's script writes.</summary>
    private static readonly (int Section, double Position)[] Probes = [(0, 0.5), (Dendrites, 0.5), (Dendrites + Axons, 0.5)];

    public static NeuronNetwork Of(int cells)
    {
        var shape = Shape();
        var cut = new Discretization(shape, s => s.Type switch { SectionType.Soma => 1, SectionType.Axon => PerAxon, _ => PerDendrite });
        var model = new CellModel { Name = "kinetic", Soma = Membrane(d => d.Soma), Dendrite = Membrane(d => d.Dendrite), Axon = Membrane(d => d.Axon), Rest = false };
        return new NeuronNetwork
        {
            Cells = [.. Enumerable.Range(0, cells).Select(i => new CellDescription(i, shape, model) { Discretization = cut })],
            Clamps = [.. Enumerable.Range(0, cells).Select(i => new CurrentClamp(i, 0, 0.5, 1 + 0.25 * (i % 8), 1e9, 0.4 + 0.02 * (i % 5), CurrentCarrier.None))],
        };
    }

    /// <summary>The steps are the same, so only rounding differs, NEURON's differences of currents by 0.001 mV included [mV].</summary>
    public const double Allowed = 1e-6;

    /// <summary>Between our voltages of one cell and those in the peer's file [mV].</summary>
    public static double LargestDifference(string peerFile)
    {
        var solver = new NeuronSolver(Options, Of(1), new SerialCommunicator());
        double largest = 0;
        foreach (string line in File.ReadLines(peerFile).Skip(2))
        {
            double[] row = Array.ConvertAll(line.Split(','), x => double.Parse(x, CultureInfo.InvariantCulture));
            solver.Advance(SimTime.FromMilliseconds(row[0]));
            for (int p = 0; p < Probes.Length; p++) largest = Math.Max(largest, Math.Abs(solver.VoltageAt(0, Probes[p].Section, Probes[p].Position) - row[1 + p]));
        }
        return largest;
    }

    private static MembraneOptions Membrane(Func<(string Channel, double Soma, double Dendrite, double Axon), double> density) => MembraneOptions.Bare with
    {
        Resistivity = 100,
        Passive = 5e-5,
        PassiveReversal = -70,
        Mechanisms =
        [
            new() { Name = "cadecay", Parameters = new Dictionary<string, double> { ["depth"] = 0.1, ["tau"] = 20, ["cainf"] = 1e-4 } },
            .. Densities.Select(d => new MechanismOptions { Name = d.Channel, Parameters = new Dictionary<string, double> { ["gbar"] = density(d) } }),
        ],
    };

    private static Morphology Shape()
    {
        var sections = new List<Section> { Cylinder(0, SectionType.Soma, -1, 20, 20) };
        for (int b = 0; b < Dendrites; b++)
            sections.Add(Cylinder(b + 1, SectionType.BasalDendrite, b < 2 ? 0 : (b - 2) / 2 + 1, 100, b < 2 ? 2 : b < 6 ? 1.5 : 1));
        for (int b = 0; b < Axons; b++) sections.Add(Cylinder(1 + Dendrites + b, SectionType.Axon, b == 0 ? 0 : Dendrites + b, 60, 1.2));
        return new Morphology("kinetic", sections);
    }

    private static Section Cylinder(int index, SectionType type, int parent, double length, double diameter) => new(index, type, parent, 1,
        [new MorphologyPoint(new Point3(0, 0, index), diameter), new MorphologyPoint(new Point3(length, 0, index), diameter)]);
}
