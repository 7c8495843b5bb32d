using System.Diagnostics;
using Multiscale.BloodFlow;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>Flow in lattices of about 200,000 and 1,000,000 vessels: the first solution, and one more after all radii have moved.</summary>
internal static class BloodFlowBench
{
    private const ulong Seed = 12345;

    // lgmres with gamg at rtol 1e-12, built anew at every step, on graphs of 199,000 and 999,929 vessels; one core of an AMD EPYC.
    private const string Peer = "PETSc lgmres+gamg (recorded)";

    private static readonly (string Name, int Nodes, double PeerSeconds)[] Cases = [("lattice-200k", 51, 5.9), ("lattice-1M", 88, 27.0)];

    public static IEnumerable<BenchLine> Run() => Cases.SelectMany(c => Measure(c.Name, VesselLattice.Create(c.Nodes, Seed), c.PeerSeconds));

    private static BenchLine[] Measure(string name, VesselGraph graph, double peer)
    {
        var options = new BloodFlowOptions { Outlets = OutletKind.Flow };
        var growth = new double[graph.EdgeCount];
        var moved = new double[graph.EdgeCount];
        for (int e = 0; e < moved.Length; e++) moved[e] = graph.Radii[e] * (1 + 0.02 * Math.Sin(0.1 * e));
        long start = Stopwatch.GetTimestamp();
        var components = new Components(graph);
        using var network = new FlowNetwork(options, graph, components, FlowBoundaries.From(options, graph, components, null), new SerialCommunicator());
        network.SetRadii(graph.Radii);
        network.Solve(growth, 1);
        double first = Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        network.SetRadii(moved);
        network.Solve(growth, 1);
        double again = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return
        [
            new BenchLine("blood-flow", name, "vessels", graph.EdgeCount, "1"),
            new BenchLine("blood-flow", name, "first-solve", first, "s", Peer, peer, peer / first),
            new BenchLine("blood-flow", name, "re-solve", again, "s", Peer, peer, peer / again),
            new BenchLine("blood-flow", name, "imbalance / flow", network.Residual, "1"),
        ];
    }
}
