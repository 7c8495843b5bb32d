using Multiscale.BloodFlow;
using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Formats;
using Multiscale.Geometry;
using Multiscale.Metabolism;
using Multiscale.Parallel;
using Multiscale.UnitTests;

namespace Multiscale.MpiTests;

/// <summary>0 to T equals 0 to T/2, save, restore, to T: to the bit, for each solver alone under inputs that change from window to window.</summary>
public static class CheckpointTests
{
    private const int Windows = 6;

    private static readonly SimTime Window = SimTime.FromMilliseconds(5);

    [Ranks(1, 2)]
    public static void Neurons_Restored_ContinueToTheBit(Communicator ranks) => Compare(() => SmallNetwork.Solver(ranks, joined: true), new()
    {
        ["ko"] = (3, 0.4), ["nao"] = (145, -2), ["cao"] = (1.3, 0.1), ["k-uptake-rate"] = (0, 1e-4), ["atp"] = (2.2, -0.1), ["adp"] = (0.03, 0.01),
    });

    [Ranks(1, 2)]
    public static void Diffusion_Restored_ContinuesToTheBit(Communicator ranks)
    {
        var mesh = BoxMesh.Create(default, new Point3(30, 30, 30), 3, 3, 3);
        var parts = MeshPartition.Create(mesh, ranks, 1, new MetisPartitioner());
        Compare(() => new DiffusionSolver(new DiffusionOptions(), mesh, parts.Parts, ranks), new() { ["k-source"] = (0.1, 5), ["na-source"] = (0, 3), ["ca-source"] = (0, 0.05) });
    }

    [Ranks(1, 2)]
    public static void DiffusionLagged_Restored_ContinuesToTheBit(Communicator ranks)
    {
        var mesh = BoxMesh.Create(default, new Point3(30, 30, 30), 3, 3, 3);
        var parts = MeshPartition.Create(mesh, ranks, 1, new MetisPartitioner());
        var options = new DiffusionOptions { Uptake = new UptakeOptions { Mode = UptakeMode.Lagged, Period = 10 } };
        Compare(() => new DiffusionSolver(options, mesh, parts.Parts, ranks), new() { ["k-source"] = (0.1, 5), ["na-source"] = (0, 3), ["ca-source"] = (0, 0.05) });
    }

    [Ranks(1, 2)]
    public static void BloodFlow_Restored_ContinuesToTheBit(Communicator ranks)
    {
        Point3[] nodes = [new(0, 80, 0), new(0, 60, 0), new(-10, 45, 0), new(12, 44, 3), new(0, 25, 0), new(0, 0, 0)];
        var graph = VesselGraph.FromNodes(nodes, [6, 5.6, 4.5, 4.6, 5.8, 6.2], [0, 1, 1, 2, 3, 4], [1, 2, 3, 4, 4, 5]);
        foreach (var radii in (RadiusModel[])[RadiusModel.Endfoot, RadiusModel.Stochastic])
        {
            var options = new BloodFlowOptions { Radii = radii, Boundaries = [new BoundaryOptions { Node = 0, Flow = 6000 }, new BoundaryOptions { Node = 5, Pressure = 1.33e-3 }] };
            Compare(() => new BloodFlowSolver(options, graph, BloodFlowSolver.Blocks(graph, ranks), ranks), new() { ["endfoot-drive"] = (0, 1e-3) });
        }
    }

    [Ranks(1, 2)]
    public static void Metabolism_Restored_ContinuesToTheBit(Communicator ranks)
    {
        const int count = 5;
        var cells = new EntitySet("cells", count, [.. Enumerable.Range(0, count).Where(c => c % ranks.Size == ranks.Rank).Select(c => (long)c)]);
        double[] neuron = Array.ConvertAll(cells.OwnedIds, c => 4500.0 + 10 * c), tissue = Array.ConvertAll(cells.OwnedIds, c => 11000.0 + 50 * c);
        // Resting demand of 0.18 mM/s in 4500 um^3 is 4 amol in 5 ms.
        Compare(() => new MetabolismSolver(new MetabolismOptions(), cells, neuron, tissue), new()
        {
            ["atp-demand"] = (4, 4), ["glial-potassium"] = (0, 5), ["transmitter-exposure"] = (0, 0.3), ["inflow"] = (132, 20), ["capillary-volume"] = (60, 5),
        });
    }

    /// <param name="inputs">For each taken port its value at rest and the largest addition, drawn by entity and window.</param>
    private static void Compare<T>(Func<T> make, Dictionary<string, (double Base, double Addition)> inputs) where T : ISolver
    {
        var whole = make();
        var checkpoint = new MemoryCheckpoint();
        for (int w = 0; w < Windows / 2; w++) Advance(whole, w);
        whole.Save(checkpoint);
        var start = checkpoint.Contents().SelectMany(c => c.Values).ToArray();
        var restored = make();
        restored.Restore(checkpoint);
        Assert.Equal(whole.Time, restored.Time);
        for (int w = Windows / 2; w < Windows; w++)
        {
            Advance(whole, w);
            Advance(restored, w);
            for (int p = 0; p < whole.Ports.Count; p++) Same(whole.Ports[p].Values, restored.Ports[p].Values, whole.Ports[p].Name);
            for (int a = 0; a < whole.Accounts.Count; a++) Same(whole.Accounts[a].Holdings(), restored.Accounts[a].Holdings(), whole.Accounts[a].Name);
        }
        MemoryCheckpoint one = new(), other = new();
        whole.Save(one);
        restored.Save(other);
        var end = one.Contents().SelectMany(c => c.Values).ToArray();
        Same(end, other.Contents().SelectMany(c => c.Values).ToArray(), "state at the end");
        Assert.NotEqual(start, end);

        void Advance(T solver, int window)
        {
            foreach (var port in solver.Ports)
                if (port.Direction == PortDirection.Takes)
                    for (int i = 0; i < port.Values.Length; i++)
                        port.Values[i] = inputs[port.Name].Base + inputs[port.Name].Addition * new CounterRandom((ulong)port.Set.OwnedIds[i], 5).Uniform((ulong)window);
            solver.Advance(Window * (window + 1));
        }
    }

    private static void Same(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(actual[i]), $"{what}, entry {i}: {actual[i]:r} instead of {expected[i]:r}");
    }
}
