using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.BloodFlow;

/// <summary>Flows and pressures of reference graphs against an exact sparse solution (Kirchhoff residual below 1e-14).</summary>
public static class FlowVerification
{
    /// <summary>A branching tree with loops and a detached piece: 56 vessels, one entry.</summary>
    public static VerificationRow[] Tree56(string caseFolder) => Compare("flow_tree56", caseFolder, "flow_tree56", maxEntries: 1);

    /// <summary>A lattice of 15 nodes a side with gaps and detached pieces, three entries.</summary>
    public static VerificationRow[] Lattice15(string caseFolder) => Compare("flow_lattice15", caseFolder, "flow_lattice15", maxEntries: 3);

    /// <summary>Compares with <c>name_nodes.csv</c> and <c>name_edges.csv</c> of a folder.</summary>
    public static VerificationRow[] Compare(string label, string folder, string name, int maxEntries, int directEdges = 50000)
    {
        var table = new VesselTable(folder, name);
        var (graph, nodes, edges) = (table.Graph, table.Nodes, table.Edges);
        var options = new BloodFlowOptions { MaxEntries = maxEntries, Outlets = OutletKind.Flow, DirectEdges = directEdges };
        var ranks = new SerialCommunicator();
        using var solver = new BloodFlowSolver(options, graph, BloodFlowSolver.Blocks(graph, ranks), ranks);
        double largestFlow = 0, flowError = 0, largestPressure = 0, pressureError = 0;
        for (int e = 0; e < graph.EdgeCount; e++)
        {
            largestFlow = Math.Max(largestFlow, Math.Abs(edges["flow"][e]));
            flowError = Math.Max(flowError, Math.Abs(solver.Flows[e] - edges["flow"][e]));
        }
        for (int i = 0; i < graph.NodeCount; i++)
        {
            if (nodes["main_cc"][i] != 1) continue;
            largestPressure = Math.Max(largestPressure, Math.Abs(nodes["pressure"][i]));
            pressureError = Math.Max(pressureError, Math.Abs(solver.Pressures[i] - nodes["pressure"][i]));
        }
        const string oracle = "sparse LU with refinement";
        return
        [
            new VerificationRow(label, oracle, "largest error of flow over largest flow", flowError / largestFlow, 1e-9, "1"),
            new VerificationRow(label, oracle, "largest error of pressure over largest pressure", pressureError / largestPressure, 1e-9, "1"),
            new VerificationRow(label, "conservation", "largest imbalance at a node over largest flow", solver.Residual, directEdges < graph.EdgeCount ? 1e-9 : 1e-12, "1"),
        ];
    }
}
