using Multiscale.Geometry;
using Multiscale.Modeling;

namespace Multiscale.Neurons;

/// <summary>
/// LONGITUDINAL_DIFFUSION: c' = (1/V) d/dx (D A dc/dx) along the cable, V the volume per length that a state fills. Between a compartment and the nearest
/// one towards the root, of lengths h and p, the flux is 2 DA / (h + p) (c - c_parent), with the mean of their DA: finite volumes, as NEURON has them, so what one
/// loses the other gains. A step is implicit Euler; to second order, two stages of it (Alexander 1977), half before the reactions and half after (Strang 1968).
/// </summary>
internal sealed class CableDiffusion
{
    private static readonly double Stage = 1 - 1 / Math.Sqrt(2);

    private readonly record struct Tree(int Block, int[] Slots, int[] Instances, int[] Parent, double[] Down, double[] Up, Workspace Own); // Down, Up: 2 / ((h + p) p), 2 / ((h + p) h)

    /// <summary>One for each cell: threads may move groups of cells at once.</summary>
    private sealed record Workspace(double[] A, double[] B, double[] D, double[] X, double[] Y)
    {
        public static Workspace Of(int n) => new(new double[n], new double[n], new double[n], new double[n], new double[n]);
    }

    private readonly Tree[] trees; // by block of slots
    private readonly (SlotArray Values, bool BySlot, SlotArray Coefficient, SlotArray Volume)[] states;

    public CableDiffusion(DensityMechanism mechanism, MechanismArrays arrays, Membrane membrane, CableLayout layout, NeuronLayout cells, bool secondOrder)
    {
        SecondOrder = secondOrder;
        trees = [.. Enumerable.Range(0, cells.Descriptions.Length).Select(cell => TreeOf(cell, mechanism, layout, cells)).Where(t => t.Slots.Length > 1).OrderBy(t => t.Block)];
        states = [.. arrays.Program.Diffusing.Select(key => (arrays.Column(key) ?? membrane.Place(key), arrays.Column(key) is null,
            arrays.Column(MechanismProgram.CoefficientOf(key))!, arrays.Column(MechanismProgram.VolumeOf(key))!))];
    }

    public bool SecondOrder { get; }

    /// <summary>Moves the cells whose first slots lie in the blocks [first, end) by <paramref name="step"/> ms.</summary>
    public void Advance(int first, int end, double step)
    {
        for (int k = FirstAt(first); k < trees.Length && trees[k].Block < end; k++)
            foreach (var (values, bySlot, coefficient, volume) in states)
            {
                ref readonly var tree = ref trees[k];
                double[] x = tree.Own.X;
                int[] at = bySlot ? tree.Slots : tree.Instances;
                double h = SecondOrder ? Stage * step : step;
                for (int i = 0; i < at.Length; i++) x[i] = values[at[i]];
                Solve(tree, coefficient, volume, h, x);
                if (SecondOrder)
                {
                    for (int i = 0; i < at.Length; i++)
                    {
                        double start = values[at[i]];
                        x[i] = start + (1 - Stage) / Stage * (x[i] - start);
                    }
                    Solve(tree, coefficient, volume, h, x);
                }
                for (int i = 0; i < at.Length; i++) values[at[i]] = x[i];
            }
    }

    /// <summary>(1 - h L) c = c0, by elimination from the ends of the tree to its root (Hines 1984).</summary>
    private void Solve(in Tree tree, SlotArray coefficient, SlotArray volume, double h, double[] c)
    {
        int n = tree.Slots.Length;
        var (a, b, d, _, y) = tree.Own;
        Array.Fill(d, 1, 0, n);
        for (int i = 1; i < n; i++)
        {
            int p = tree.Parent[i];
            if (p < 0) continue;
            int own = tree.Instances[i], up = tree.Instances[p];
            double mean = 0.5 * h * (coefficient[own] + coefficient[up]);
            a[i] = mean * tree.Down[i] / volume[up];
            b[i] = mean * tree.Up[i] / volume[own];
            d[i] += b[i];
            d[p] += a[i];
        }
        c.AsSpan(0, n).CopyTo(y);
        for (int i = n - 1; i > 0; i--)
        {
            int p = tree.Parent[i];
            if (p < 0) continue;
            double factor = a[i] / d[i];
            d[p] -= factor * b[i];
            y[p] += factor * y[i];
        }
        for (int i = 0; i < n; i++) c[i] = tree.Parent[i] < 0 ? y[i] / d[i] : (y[i] + b[i] * c[tree.Parent[i]]) / d[i];
    }

    private int FirstAt(int block)
    {
        int low = 0, high = trees.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (trees[middle].Block < block) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>The compartments of a cell that have the mechanism, parents first.</summary>
    private static Tree TreeOf(int cell, DensityMechanism mechanism, CableLayout layout, NeuronLayout cells)
    {
        var cut = cells.Discretizations[cell];
        var order = Enumerable.Range(0, cut.Count).Where(c => mechanism.Has(layout.SlotOf(cells.CellOffsets[cell] + c))).OrderBy(cut.NodeOf).ToArray();
        var indexOf = order.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i);
        int[] slots = Array.ConvertAll(order, c => layout.SlotOf(cells.CellOffsets[cell] + c));
        var (parent, down, up) = (new int[order.Length], new double[order.Length], new double[order.Length]);
        for (int i = 0; i < order.Length; i++)
        {
            int above = Above(cut, order[i]);
            parent[i] = above >= 0 ? indexOf.GetValueOrDefault(above, -1) : -1;
            if (parent[i] < 0) continue;
            double own = cut.Length[order[i]], other = cut.Length[above];
            (down[i], up[i]) = (2 / ((own + other) * other), 2 / ((own + other) * own));
        }
        return new Tree(layout.FirstSlotOf(cell) / CableLayout.Width, slots, Array.ConvertAll(slots, mechanism.InstanceAt), parent, down, up, Workspace.Of(order.Length));
    }

    /// <summary>The nearest compartment towards the root; -1 where there is none.</summary>
    private static int Above(Discretization cut, int compartment)
    {
        int node = cut.Parent[cut.NodeOf(compartment)];
        while (node >= 0 && cut.CompartmentOf[node] < 0) node = cut.Parent[node];
        return node < 0 ? -1 : cut.CompartmentOf[node];
    }
}
