using System.Diagnostics;
using System.Globalization;
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
        _ = Time(VesselLattice.Create(40, Seed), new SerialCommunicator()); // compiles, and starts PETSc
        return Cases.SelectMany(c => Measure(c.Name, c.Nodes, c.Recorded));
    }

    /// <summary>Wall seconds on the ranks of a job: `first` or `again` and the nodes along a side, after a small lattice has compiled everything.</summary>
    public static double Seconds(string argument, Communicator ranks)
    {
        string[] parts = argument.Split(' ');
        _ = Time(VesselLattice.Create(40, Seed), ranks);
        var result = Time(VesselLattice.Create(int.Parse(parts[1], CultureInfo.InvariantCulture), Seed), ranks);
        return ranks.Max(parts[0] == "first" ? result.First : result.Again);
    }

    private static BenchLine[] Measure(string name, int nodes, double recorded)
    {
        var graph = VesselLattice.Create(nodes, Seed);
        var (first, again, imbalance, inflow, moved) = Time(graph, new SerialCommunicator());
        var peers = Array.ConvertAll((int[])[1, 2], ranks => Petsc(graph, inflow, moved, ranks));
        return
        [
            new BenchLine("blood-flow", name, "vessels", graph.EdgeCount, "1"),
            Line("first-solve", first, 0, p => p.First),
            Line("re-solve", again, 0, p => p.Again),
            Line("first-solve, two ranks", BenchChild.Measure("flow", $"first {nodes}", ranks: 2), 1, p => p.First),
            Line("re-solve, two ranks", BenchChild.Measure("flow", $"again {nodes}", ranks: 2), 1, p => p.Again),
            new BenchLine("blood-flow", name, "imbalance / flow", imbalance, "1"),
        ];

        BenchLine Line(string figure, double own, int which, Func<(string Name, double First, double Again), double> of) =>
            peers[which] is { } peer ? new BenchLine("blood-flow", name, figure, own, "s", peer.Name, of(peer), of(peer) / own)
            : which == 0 ? new BenchLine("blood-flow", name, figure, own, "s", "PETSc lgmres+gamg (recorded)", recorded, recorded / own)
            : new BenchLine("blood-flow", name, figure, own, "s");
    }

    /// <summary>From the graph to its flow, once more after all radii have moved; the worst imbalance, what enters at the nodes, and the radii moved to.</summary>
    private static (double First, double Again, double Imbalance, double[] Inflow, double[] Moved) Time(VesselGraph graph, Communicator ranks)
    {
        var options = new BloodFlowOptions { Outlets = OutletKind.Flow };
        var growth = new double[graph.EdgeCount];
        var moved = new double[graph.EdgeCount];
        for (int e = 0; e < moved.Length; e++) moved[e] = graph.Radii[e] * (1 + 0.01 * Math.Sin(0.1 * e));
        ranks.Barrier();
        long start = Stopwatch.GetTimestamp();
        var components = new Components(graph);
        using var network = new FlowNetwork(options, graph, components, FlowBoundaries.From(options, graph, components, null), ranks);
        network.SetRadii(graph.Radii);
        network.Solve(growth, 1);
        double first = Stopwatch.GetElapsedTime(start).TotalSeconds;
        ranks.Barrier();
        start = Stopwatch.GetTimestamp();
        network.SetRadii(moved);
        network.Solve(growth, 1);
        double again = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (first, again, network.Residual, network.BoundaryInflow, moved);
    }

    /// <summary>The largest component through petsc4py: edges, conductances before and after, and what enters at each node.</summary>
    private static (string Name, double First, double Again)? Petsc(VesselGraph graph, double[] inflow, double[] moved, int ranks)
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
        var result = PeerScript.Run("vessel_flow.py", ranks, ("VF_SYSTEM", Path.Combine(folder.Path, "system")));
        return result is { } r ? (r.GetProperty("name").GetString()!, r.GetProperty("first_s").GetDouble(), r.GetProperty("again_s").GetDouble()) : null;
    }
}
