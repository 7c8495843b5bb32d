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
    private static readonly (string Name, int Nodes, double Recorded)[] Cases = [("lattice-200k", 51, 5.9), ("lattice-1M", 88, 27.0)];

    public static IEnumerable<BenchLine> Run()
    {
        _ = Time(VesselLattice.Create(40, Seed)); // compiles, and starts PETSc
        return Cases.SelectMany(c => Measure(c.Name, VesselLattice.Create(c.Nodes, Seed), c.Recorded));
    }

    private static BenchLine[] Measure(string name, VesselGraph graph, double recorded)
    {
        var (first, again, imbalance, inflow, moved) = Time(graph);
        var (peer, firstOfPeer, againOfPeer) = Petsc(graph, inflow, moved) ?? ("PETSc lgmres+gamg (recorded)", recorded, recorded);
        return
        [
            new BenchLine("blood-flow", name, "vessels", graph.EdgeCount, "1"),
            new BenchLine("blood-flow", name, "first-solve", first, "s", peer, firstOfPeer, firstOfPeer / first),
            new BenchLine("blood-flow", name, "re-solve", again, "s", peer, againOfPeer, againOfPeer / again),
            new BenchLine("blood-flow", name, "imbalance / flow", imbalance, "1"),
        ];
    }

    /// <summary>From the graph to its flow, once more after all radii have moved; the worst imbalance, what enters at the nodes, and the radii moved to.</summary>
    private static (double First, double Again, double Imbalance, double[] Inflow, double[] Moved) Time(VesselGraph graph)
    {
        var options = new BloodFlowOptions { Outlets = OutletKind.Flow };
        var growth = new double[graph.EdgeCount];
        var moved = new double[graph.EdgeCount];
        for (int e = 0; e < moved.Length; e++) moved[e] = graph.Radii[e] * (1 + 0.01 * Math.Sin(0.1 * e));
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
        return (first, again, network.Residual, network.BoundaryInflow, moved);
    }

    /// <summary>The largest component through petsc4py: edges, conductances before and after, and what enters at each node.</summary>
    private static (string Name, double First, double Again)? Petsc(VesselGraph graph, double[] inflow, double[] moved)
    {
        var components = new Components(graph);
        var place = new int[graph.NodeCount];
        int nodes = 0;
        for (int i = 0; i < place.Length; i++) place[i] = components.Of[i] == components.Largest ? nodes++ : -1;
        using var folder = new ScratchFolder();
        using (var file = new BinaryWriter(File.Create(Path.Combine(folder.Path, "system"))))
        {
            int[] edges = [.. Enumerable.Range(0, graph.EdgeCount).Where(e => place[graph.Start[e]] >= 0)];
            file.Write((long)nodes);
            file.Write((long)edges.Length);
            foreach (int e in edges) file.Write(place[graph.Start[e]]);
            foreach (int e in edges) file.Write(place[graph.End[e]]);
            foreach (var radii in (double[][])[graph.Radii, moved])
                foreach (int e in edges) file.Write(1 / Viscosity.Resistance(ViscosityModel.Radius, 1.2e-6, radii[e], graph.Lengths[e]));
            for (int i = 0; i < place.Length; i++)
                if (place[i] >= 0) file.Write(inflow[i]);
        }
        var result = PeerScript.Run("vessel_flow.py", ("VF_SYSTEM", Path.Combine(folder.Path, "system")));
        return result is { } r ? (r.GetProperty("name").GetString()!, r.GetProperty("first_s").GetDouble(), r.GetProperty("again_s").GetDouble()) : null;
    }
}
