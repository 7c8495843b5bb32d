using Multiscale.BloodFlow;
using Multiscale.Cli;
using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.MpiTests;

/// <summary>Flow in a lattice of some thousand vessels on several ranks against its serial twin.</summary>
public static class FlowRankTests
{
    [Ranks(1, 2, 3, 4)]
    public static void Advance_AnyNumberOfRanks_FlowsAreEqualToTheBit(Communicator ranks) => Compare(ranks, 50000, 0);

    [Ranks(1, 2, 3, 4)]
    public static void Advance_ThroughPetscOnAnyNumberOfRanks_FlowsAgree(Communicator ranks) => Compare(ranks, 100, 1e-10); // what is asked where PETSc iterates

    private static void Compare(Communicator ranks, int directEdges, double allowed)
    {
        var graph = VesselLattice.Create(12, 12345);
        var options = new BloodFlowOptions { Radii = RadiusModel.Stochastic, Outlets = OutletKind.Flow, DirectEdges = directEdges };
        using var alone = new BloodFlowSolver(options with { DirectEdges = 50000 }, graph, BloodFlowSolver.Blocks(graph, new SerialCommunicator()), new SerialCommunicator());
        using var solver = new BloodFlowSolver(options, graph, BloodFlowSolver.Blocks(graph, ranks), ranks);
        for (int w = 1; w <= 3; w++)
        {
            alone.Advance(SimTime.FromMilliseconds(100 * w));
            solver.Advance(SimTime.FromMilliseconds(100 * w));
            double largest = 0, difference = 0;
            for (int e = 0; e < graph.EdgeCount; e++)
            {
                largest = Math.Max(largest, Math.Abs(alone.Flows[e]));
                difference = Math.Max(difference, Math.Abs(alone.Flows[e] - solver.Flows[e]));
            }
            Assert.True(graph.EdgeCount > 2000 && difference <= allowed * largest, $"{difference / largest} of the largest flow, {graph.EdgeCount} vessels");
        }
    }
}
