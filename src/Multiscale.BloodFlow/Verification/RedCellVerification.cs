using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.BloodFlow;

/// <summary>Red cells followed through reference graphs: conservation, and the laws at points worked out from the papers.</summary>
public static class RedCellVerification
{
    private const string Case = "red_cells";

    /// <param name="configurations">The folder of all reference cases.</param>
    public static IEnumerable<VerificationRow> Run(string configurations) =>
        [.. Laws(), .. Conservation(configurations, "flow_tree56", 1), .. Conservation(configurations, "flow_lattice15", 3)];

    private static IEnumerable<VerificationRow> Laws()
    {
        // Worked out with 50 digits from the formulas of the papers.
        static VerificationRow Law(string oracle, string quantity, double value, double expected) => new(Case, oracle, quantity, Math.Abs(value - expected) / expected, 1e-13, "relative");
        yield return Law("Pries et al. 1994", "viscosity in vivo, 5 um, 0.45", Viscosity.PriesInVivo(5, 0.45), 12.620000133362362);
        yield return Law("Pries et al. 1994", "viscosity in vivo, 40 um, 0.6", Viscosity.PriesInVivo(40, 0.6), 3.2938545610301966);
        yield return Law("Pries et al. 1992", "viscosity in vitro, 10 um, 0.2", Viscosity.PriesInVitro(10, 0.2), 1.098946026334874);
        yield return Law("Pries and Secomb 2005", "red cells at a bifurcation, 0.6 of the blood", PhaseSeparation.Share(0.6, 6, 8, 9, 0.45), 0.70799727536180907);
        yield return Law("Pries and Secomb 2005", "red cells at a bifurcation, 0.25 of the blood", PhaseSeparation.Share(0.25, 12, 10, 20, 0.3), 0.17164609592122213);
    }

    private static IEnumerable<VerificationRow> Conservation(string configurations, string name, int entries)
    {
        var graph = new VesselTable(Path.Combine(configurations, name), name).Graph;
        var options = new BloodFlowOptions { MaxEntries = entries, Outlets = OutletKind.Flow, Viscosity = ViscosityModel.PriesInVivo, Hematocrit = new() { Transport = true } };
        var ranks = new SerialCommunicator();
        using var solver = new BloodFlowSolver(options, graph, BloodFlowSolver.Blocks(graph, ranks), ranks);
        yield return new VerificationRow(Case, "conservation", $"{name}: largest imbalance of red cells at a node", solver.RedCellImbalance, 1e-12, "of the largest flow");
        yield return new VerificationRow(Case, "conservation", $"{name}: red cells in - out", Math.Abs(Through(solver, graph)), 1e-12, "of the inflow");
    }

    /// <summary>Red cells that cross the boundary nodes, in minus out over in: an end's vessel carries what enters or leaves there.</summary>
    private static double Through(BloodFlowSolver solver, VesselGraph graph)
    {
        double entered = 0, left = 0;
        for (int e = 0; e < graph.EdgeCount; e++)
        {
            Cross(graph.Start[e], solver.Flows[e]);
            Cross(graph.End[e], -solver.Flows[e]);
            void Cross(int node, double outOfNode)
            {
                if (solver.BoundaryInflow[node] > 0) entered += outOfNode * solver.Hematocrit[e];
                if (solver.BoundaryInflow[node] < 0) left -= outOfNode * solver.Hematocrit[e];
            }
        }
        return (entered - left) / entered;
    }
}
