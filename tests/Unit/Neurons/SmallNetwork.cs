using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

/// <summary>Six branched cells in a ring with two synapses each way, point processes, three artificial cells, an imposed source, clamps, and every mechanism of tissue.</summary>
internal static class SmallNetwork
{
    public const int Cells = 6;

    public static NeuronOptions Options => new();

    public static NeuronNetwork Of(int rank, int ranks, double weight = 0.002)
    {
        Morphology[] shapes = [Shape("a", 300, 4), Shape("b", 220, 3)];
        var model = new CellModel
        {
            Soma = new MembraneOptions { Calcium = 1e-5 },
            Dendrite = new MembraneOptions { Sodium = 0.02 },
        };
        long[] artificial = [.. Enumerable.Range(Cells, 3).Where(i => i % ranks == rank)];
        var mine = Enumerable.Range(0, Cells).Where(i => i % ranks == rank).ToArray();
        return new NeuronNetwork
        {
            Cells = [.. mine.Select(i => new CellDescription(i, shapes[i % 2], model))],
            Clamps = [.. mine.Where(i => i < 2).Select(i => new CurrentClamp(i, 0, 0.5, 2 + i / 3.0, 30, 0.25))],
            SpikeSources = [new SpikeSource(100, [1.0123, 5, 9.77, 20.5])],
            Synapses =
            [
                .. mine.SelectMany(i => new[]
                {
                    new SynapseDescription(10 * i, (i + 1) % Cells, i, 1, 0.6, new SynapseKinetics(0, 2, 0), weight, 1.0 + 0.01 * i),
                    new SynapseDescription(10 * i + 1, (i + 2) % Cells, i, 1, 0.6, new SynapseKinetics(0.3, 5, 0), weight, 1.37),
                    new SynapseDescription(10 * i + 2, (i + 5) % Cells, i, 2, 0.2, new SynapseKinetics(0.5, 7, -75), weight, 2.1),
                    new SynapseDescription(10 * i + 3, 100, i, 2, 0.9, new SynapseKinetics(0, 2, 0), 5 * weight, 0.3),
                }),
            ],
            PointProcesses =
            [
                .. mine.SelectMany(i => new[]
                {
                    new PointProcess(2 * i, "Gaba", i, 1, 0.4) { Parameters = new Dictionary<string, double> { ["gb"] = 0.001, ["ea"] = -75 } },
                    new PointProcess(2 * i + 1, "Exp2Syn", i, 3, 0.7) { Parameters = new Dictionary<string, double> { ["tau1"] = 0.4, ["tau2"] = 3 + 0.1 * i }, Excitatory = true },
                    new PointProcess(100 + i, "AmpaNmda", i, 2, 0.5) { Parameters = new Dictionary<string, double> { ["nrrp"] = 3 }, Excitatory = true },
                }),
            ],
            ArtificialCells = [.. artificial.Select(i => new ArtificialCell(i, i == 7 ? "IntFire2" : "IntFire1") { Parameters = new Dictionary<string, double> { [i == 7 ? "taum" : "tau"] = i } })],
            Connections =
            [
                .. mine.SelectMany(i => new[]
                {
                    new Connection(3 * i, (i + 3) % Cells, 2 * i, 1.11 + 0.02 * i, [0.5 * weight]),
                    new Connection(3 * i + 1, (i + 1) % Cells, 2 * i + 1, 1.5, [weight]),
                    new Connection(3 * i + 2, 100, 2 * i + 1, 0.7, [weight]),
                    new Connection(100 + i, Cells + i % 3, 100 + i, 1.2, [weight]),
                }),
                .. artificial.SelectMany(i => new[]
                {
                    new Connection(200 + i, i % Cells, i, 1.3, [1.1]) { ToCell = true },
                    new Connection(300 + i, 100, i, 0.9, [2.5]) { ToCell = true },
                    new Connection(400 + i, Cells + (i + 1) % 3, i, 1.05, [-0.1]) { ToCell = true },
                }),
            ],
        };
    }

    /// <param name="joined">Whether gap junctions join the cells too.</param>
    public static NeuronSolver Solver(Communicator ranks, double weight = 0.002, double[]? outside = null, bool joined = false, int threads = 1) =>
        new(Options with { Threads = threads }, Of(ranks.Rank, ranks.Size, weight) with { GapJunctions = joined ? Junctions(ranks) : [] }, ranks, outside);

    private static GapJunction[] Junctions(Communicator ranks) =>
        [.. Enumerable.Range(0, Cells - 1).Where(i => i % ranks.Size == ranks.Rank || (i + 1) % ranks.Size == ranks.Rank)
            .Select(i => new GapJunction(i, new GapEnd(i, i % 2, 0.5), new GapEnd(i + 1, 3, 0.3), 0.0005))];

    public static Port Port(this NeuronSolver solver, string name) => solver.Ports.First(p => p.Name == name);

    private static Morphology Shape(string name, double length, double diameter) => new(name,
    [
        new Section(0, SectionType.Soma, -1, 0, [new(new Point3(-7, 0, 0), 12), new(new Point3(7, 0, 0), 12)]),
        new Section(1, SectionType.BasalDendrite, 0, 0.5, [new(new Point3(0, 7, 0), diameter), new(new Point3(0, length, 0), 1)]),
        new Section(2, SectionType.ApicalDendrite, 0, 1, [new(new Point3(7, 0, 0), diameter), new(new Point3(length, 20, 0), 1.5)]),
        new Section(3, SectionType.ApicalDendrite, 2, 1, [new(new Point3(length, 20, 0), 1.5), new(new Point3(length + 80, 20, 9), 0.8)]),
        new Section(4, SectionType.ApicalDendrite, 2, 1, [new(new Point3(length, 20, 0), 1.5), new(new Point3(length + 60, -20, 9), 0.8)]),
    ]);
}
