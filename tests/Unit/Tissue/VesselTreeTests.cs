using Multiscale.Tissue;

namespace Multiscale.UnitTests;

public class VesselTreeTests
{
    private static VesselTree Tree(int seed) => TissueGenerator.Generate(new TissueOptions { Seed = seed, CellDensity = 1000, SynapsesPerCell = 0 }).Vessels;

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Vessels_AnySeed_EndOnlyAtEntryAndExit(int seed)
    {
        var tree = Tree(seed);
        var degree = new int[tree.Graph.NodeCount];
        for (int e = 0; e < tree.Graph.EdgeCount; e++) { degree[tree.Graph.Start[e]]++; degree[tree.Graph.End[e]]++; }
        Assert.Equal([tree.Entry, tree.Exit], Enumerable.Range(0, degree.Length).Where(n => degree[n] < 2));
        Assert.Equal((1, 1), (degree[tree.Entry], degree[tree.Exit]));
        Assert.True(degree.Max() <= 5, "a junction joins at most a trunk and four others");
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Vessels_AnySeed_BloodPassesThroughEach(int seed)
    {
        // Conductances of random size stand for those of the vessels: then zero flow means that no path leads through.
        var tree = Tree(seed);
        var flow = Flows(tree);
        Assert.All(flow, q => Assert.True(Math.Abs(q) > 1e-9, "a vessel carries none of the unit inflow"));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Vessels_AnySeed_HaveTheStatedRadii(int seed)
    {
        var (graph, entry, exit) = Tree(seed);
        Assert.InRange(graph.Diameters[entry], 10, 12);
        Assert.InRange(graph.Diameters[exit], 10, 14);
        Assert.InRange(graph.EdgeCount, 220, 420);
        // Cortex has 1 to 1.5 % of its volume in vessels of these kinds.
        double volume = Enumerable.Range(0, graph.EdgeCount).Sum(e => Math.PI * graph.Radii[e] * graph.Radii[e] * graph.Lengths[e]);
        Assert.InRange(volume / Math.Pow(150, 3), 0.01, 0.015);
        for (int e = 0; e < graph.EdgeCount; e++)
            if (graph.Types[e] == (int)VesselType.Capillary) Assert.InRange(graph.Radii[e], 1.9, 3.0);
            else Assert.True(graph.Radii[e] > 3);
        Assert.Contains((int)VesselType.Arteriole, graph.Types);
        Assert.Contains((int)VesselType.Venule, graph.Types);
        // Tools that look for entries take the ends in the top 5 % of the height: that is the arteriole alone.
        double top = graph.Positions.Max(p => p.Y), bottom = graph.Positions.Min(p => p.Y);
        Assert.Equal(top, graph.Positions[entry].Y);
        Assert.True(graph.Positions[exit].Y < top - 0.05 * (top - bottom));
    }

    /// <summary>Flow in every vessel for unit inflow and zero pressure at the exit.</summary>
    private static double[] Flows(VesselTree tree)
    {
        var g = tree.Graph;
        int n = g.NodeCount;
        var matrix = new double[n, n];
        var p = new double[n];
        double Conductance(int e) => 1 + 0.37 * (e * 7919 % 101) / 101.0;
        for (int e = 0; e < g.EdgeCount; e++)
        {
            int a = g.Start[e], b = g.End[e];
            matrix[a, a] += Conductance(e);
            matrix[b, b] += Conductance(e);
            matrix[a, b] -= Conductance(e);
            matrix[b, a] -= Conductance(e);
        }
        p[tree.Entry] = 1;
        for (int i = 0; i < n; i++) matrix[tree.Exit, i] = i == tree.Exit ? 1 : 0;
        p[tree.Exit] = 0;
        Eliminate(matrix, p);
        return [.. Enumerable.Range(0, g.EdgeCount).Select(e => Conductance(e) * (p[g.Start[e]] - p[g.End[e]]))];
    }

    /// <summary>Gaussian elimination without pivoting: the matrix is a grounded Laplacian.</summary>
    private static void Eliminate(double[,] a, double[] b)
    {
        int n = b.Length;
        for (int k = 0; k < n; k++)
            for (int i = k + 1; i < n; i++)
            {
                double factor = a[i, k] / a[k, k];
                if (factor == 0) continue;
                for (int j = k; j < n; j++) a[i, j] -= factor * a[k, j];
                b[i] -= factor * b[k];
            }
        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < n; j++) b[i] -= a[i, j] * b[j];
            b[i] /= a[i, i];
        }
    }
}
