using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Neurons;

namespace Multiscale.UnitTests;

public sealed class HinesSolverTests
{
    private const double Step = 0.025; // ms

    // Elimination is backward stable and these matrices are diagonally dominant: two orders of operations differ by a few roundings per row.
    private const double Tolerance = 1e-12; // of the largest change or voltage

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(5, 5)]
    [InlineData(13, 1)]
    [InlineData(23, 4)]
    [InlineData(40, 9)]
    public void Steps_RandomTrees_AgreeWithCableTree(int count, int shapes)
    {
        for (ulong trial = 0; trial < 8; trial++)
        {
            var draw = new CounterRandom(21, trial);
            var cells = RandomCells.Layout(Enumerable.Range(0, count).Select(i => RandomCells.Tree(100 * trial + (ulong)(i % shapes), 1000 * trial + (ulong)i, 1 + (int)((trial + (ulong)(i % shapes)) % 8))));
            var (matrix, solver) = Engine(cells);
            double[] capacitance = [.. Enumerable.Range(0, cells.Count).Select(c => 1e-5 * cells.MembraneOf(c).Capacitance * cells.Area[c])];
            var tree = new CableTree(cells, capacitance, -65);
            var (conductance, current) = (new double[cells.Count], new double[cells.Count]);
            for (int cell = 0; cell < count; cell++) RandomCells.Fill(cells, matrix, cell, (ulong)cell);
            for (int cell = 0; cell < count; cell++)
                for (int node = 0; node < cells.Discretizations[cell].NodeCount; node++) tree.Voltage[tree.NodeOf(cell, node)] = matrix.VoltageAt(matrix.Layout.SlotOfNode(cell, node));
            for (int step = 0; step < 4; step++)
            {
                for (int cell = 0; cell < count; cell++) RandomCells.Fill(cells, matrix, cell, (ulong)(cell + 100 * step));
                for (int cell = 0; cell < count; cell++)
                    for (int node = 0; node < cells.Discretizations[cell].NodeCount; node++)
                        if (matrix.Layout.SlotOfNode(cell, node) is >= 0 and var slot) matrix.Voltage[slot] = tree.Voltage[tree.NodeOf(cell, node)];
                for (int c = 0; c < cells.Count; c++)
                {
                    int slot = matrix.Layout.SlotOf(c);
                    double area = 1e-2 * cells.Area[c];
                    conductance[c] = area * matrix.Slope[slot] + matrix.PointSlope[slot] + capacitance[c] * 2 / Step;
                    current[c] = area * matrix.Current[slot] + matrix.PointCurrent[slot];
                }
                Array.Clear(tree.NodeCurrent);
                for (int cell = 0; cell < count; cell++)
                {
                    var cut = cells.Discretizations[cell];
                    for (int node = 0; node < cut.NodeCount; node++)
                    {
                        int point = matrix.Layout.SlotOfNode(cell, node);
                        if (cut.CompartmentOf[node] >= 0) continue;
                        if (point >= 0) matrix.PointCurrent[point] = 0;
                        double amplitude = draw.Uniform((ulong)(1000 * cell + node)) < 0.3 ? 0.05 : 0;
                        matrix.Inject(point, amplitude);
                        matrix.HoldAt(point, amplitude);
                        tree.NodeCurrent[tree.NodeOf(cell, node)] = amplitude;
                    }
                }
                tree.Solve(conductance, current);
                solver.Solve(2 / Step);
                int jolted = step % count;
                if (step > 1)
                {
                    tree.Restart(jolted, Step, conductance, current);
                    solver.Restart(jolted, Step);
                }
                Agree(cells, matrix, tree, changes: true);
                tree.Move(2);
                solver.Move(2);
                if (step > 1)
                {
                    tree.TakeRestarted(jolted);
                    solver.TakeRestarted(jolted);
                }
                tree.BalanceEnds();
                matrix.BalanceEnds(0, int.MaxValue);
                Agree(cells, matrix, tree, changes: false);
            }
            for (int cell = 0; cell < count; cell++)
                for (int node = 0; node < cells.Discretizations[cell].NodeCount; node++)
                    foreach (double h in new[] { 1e-4, 1e-3, 0.01, 0.1 })
                        Assert.Equal(tree.IsStiff(tree.NodeOf(cell, node), h), matrix.IsStiff(matrix.Layout.SlotOfNode(cell, node), h));
        }
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(2, 3, 1)] // a pack with idle lanes
    [InlineData(7, 8, 1)]
    [InlineData(0, 8, 1)]
    [InlineData(11, 16, 1)] // two packs side by side
    [InlineData(20, 24, 1)] // the third of three packs
    [InlineData(3, 5, 5)] // along, beside cells of other sizes
    [InlineData(8, 9, 2)]
    [InlineData(8, 9, 3)]
    [InlineData(5, 30, 4)]
    public void Step_CellAmongOthers_BitEqualToTheCellAlone(int at, int count, int shapes)
    {
        for (ulong trial = 0; trial < 10; trial++)
        {
            var cut = Cut(at);
            var alone = Trace<Block512>(RandomCells.Layout(cut), 0, at);
            var packed = Trace<Block512>(RandomCells.Layout(Enumerable.Range(0, count).Select(Cut)), at, at);
            var narrow = Trace<Block256>(RandomCells.Layout(Enumerable.Range(0, count).Select(Cut)), at, at);
            Assert.Equal(alone, packed);
            Assert.Equal(alone, narrow);
            Assert.True(alone.Distinct().Count() > cut.Count, "different values");

            Discretization Cut(int i) => RandomCells.Tree(7 * trial + (ulong)(i % shapes), 50 * trial + (ulong)i, 2 + (int)((trial + (ulong)(i % shapes)) % 9));
        }

        // All numbers of one cell as bits, over steps with and without a restart.
        static long[] Trace<T>(NeuronLayout cells, int cell, int key) where T : struct, IBlock<T>
        {
            var (matrix, solver) = Engine(cells);
            var trace = new List<long>();
            for (int c = 0; c < cells.Descriptions.Length; c++) RandomCells.Fill(cells, matrix, c, (ulong)(key - cell + c));
            var cut = cells.Discretizations[cell];
            for (int step = 0; step < 5; step++)
            {
                solver.Solve<T>(2 / Step);
                if (step == 2) solver.Restart(cell, Step);
                for (int c = 0; c < cut.Count; c++) trace.Add(BitConverter.DoubleToInt64Bits(matrix.Change[matrix.Layout.SlotOf(cells.CellOffsets[cell] + c)]));
                solver.Move<T>(2);
                if (step == 2) solver.TakeRestarted(cell);
                matrix.BalanceEnds(0, int.MaxValue);
                for (int n = 0; n < cut.NodeCount; n++) trace.Add(BitConverter.DoubleToInt64Bits(matrix.VoltageAt(matrix.Layout.SlotOfNode(cell, n))));
            }
            return [.. trace];
        }
    }

    [Fact]
    public void Solve_SmallTree_AgreesWithADenseSolve()
    {
        var cut = RandomCells.Tree(3, 3, 5);
        var cells = RandomCells.Layout(cut, cut, cut);
        var (matrix, solver) = Engine(cells);
        for (int cell = 0; cell < 3; cell++) RandomCells.Fill(cells, matrix, cell, (ulong)cell);
        int end = matrix.Layout.SlotOfNode(1, cut.NodeCount - 1);
        Assert.True(end < 0, "the last node is an open end");
        matrix.Inject(end, 0.1);
        matrix.HoldAt(end, 0.1);

        int n = cut.NodeCount; // with the open ends: the whole matrix for the voltages at the end of an implicit step
        var (a, b) = (new double[n, n], new double[n]);
        for (int node = 0; node < n; node++)
        {
            if (cut.CompartmentOf[node] is >= 0 and var c)
            {
                int slot = matrix.Layout.SlotOfNode(1, node);
                double area = 1e-2 * cut.Area[c], rate = 1e-3 * area * cells.MembraneOf(cells.CellOffsets[1] + c).Capacitance / Step;
                double slope = area * matrix.Slope[slot] + matrix.PointSlope[slot], v = matrix.Voltage[slot];
                a[node, node] += rate + slope;
                b[node] += (rate + slope) * v - area * matrix.Current[slot] - matrix.PointCurrent[slot];
                if (slot == matrix.Layout.OpenEnds[~end]) b[node] -= 0.1; // is put where it enters
            }
            if (cut.Parent[node] is not (>= 0 and var up)) continue;
            int carrier = cut.CompartmentOf[node] >= 0 ? cut.CompartmentOf[node] : cut.CompartmentOf[up];
            double g = 100 / (cells.MembraneOf(cells.CellOffsets[1] + carrier).Resistivity * cut.ResistanceToParent[node]);
            (a[node, node], a[up, up], a[node, up], a[up, node]) = (a[node, node] + g, a[up, up] + g, -g, -g);
        }
        b[n - 1] += 0.1;
        var expected = Gauss(a, b);

        solver.Solve(1 / Step);
        solver.Move(1);
        for (int node = 0; node < n; node++)
            Assert.Equal(expected[node], matrix.VoltageAt(matrix.Layout.SlotOfNode(1, node)), 1e-10); // mV; the dense solve's own rounding at 70 mV
    }

    [Fact]
    public void IdleSlots_AnyStep_KeepTheirVoltage()
    {
        var cells = RandomCells.Layout(Enumerable.Range(0, 11).Select(i => RandomCells.Tree(1, (ulong)i, 7)).Append(RandomCells.Tree(2, 2, 5)));
        var (matrix, solver) = Engine(cells);
        matrix.Current.Values.Fill(0.3); // mechanisms run on idle lanes too
        matrix.Slope.Values.Fill(0.1);
        var meetings = Enumerable.Range(0, 12).SelectMany(cell => Enumerable.Range(0, cells.Discretizations[cell].NodeCount).Select(n => matrix.Layout.SlotOfNode(cell, n))).ToHashSet();
        int idle = 0;
        for (int step = 0; step < 3; step++)
        {
            solver.Solve(2 / Step);
            solver.Move(2);
            for (int slot = 0; slot < matrix.Layout.SlotCount; slot++)
            {
                if (meetings.Contains(slot)) continue;
                Assert.Equal(-65, matrix.Voltage[slot]);
                idle++;
            }
        }
        Assert.True(idle > 5 * matrix.Layout.Packs[0].Topology.Rows);
    }

    [Fact]
    public void Step_NoCells_DoesNothing()
    {
        var (matrix, solver) = Engine(RandomCells.Layout());
        solver.Solve(2 / Step);
        solver.Move(2);
        matrix.BalanceEnds(0, int.MaxValue);
        Assert.Equal(0, matrix.Layout.BlockCount);
    }

    [Fact]
    public void Step_Warm_AllocatesNothing()
    {
        var cells = RandomCells.Layout(Enumerable.Range(0, 24).Select(i => RandomCells.Tree((ulong)(i < 17 ? 1 : i), (ulong)i, 9)));
        var (matrix, solver) = Engine(cells);
        for (int cell = 0; cell < 24; cell++) RandomCells.Fill(cells, matrix, cell, (ulong)cell);
        int end = matrix.Layout.SlotOfNode(0, 0);
        Step(3);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Step(20);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Step(int count)
        {
            for (int i = 0; i < count; i++)
            {
                matrix.PointCurrent.Values.Clear();
            matrix.PointSlope.Values.Clear();
                matrix.Inject(end, 1e-3);
                solver.Solve(2 / (HinesSolverTests.Step + 1e-3 * i));
                solver.Restart(3, HinesSolverTests.Step);
                solver.Move(2);
                solver.TakeRestarted(3);
                matrix.HoldAt(end, 1e-3);
                matrix.BalanceEnds(0, int.MaxValue);
                matrix.Current.Values.Clear();
            matrix.Slope.Values.Clear();
            }
        }
    }

    private static (CableMatrix Matrix, HinesSolver Solver) Engine(NeuronLayout cells)
    {
        var matrix = new CableMatrix(new CableLayout(cells), cells, -65);
        return (matrix, new HinesSolver(matrix));
    }

    private static void Agree(NeuronLayout cells, CableMatrix matrix, CableTree tree, bool changes)
    {
        double scale = changes ? tree.Change.Max(Math.Abs) : tree.Voltage.Max(Math.Abs);
        for (int cell = 0; cell < cells.Descriptions.Length; cell++)
            for (int node = 0; node < cells.Discretizations[cell].NodeCount; node++)
            {
                int point = matrix.Layout.SlotOfNode(cell, node), old = tree.NodeOf(cell, node);
                if (changes && point < 0) continue;
                double expected = changes ? tree.Change[old] : tree.Voltage[old], actual = changes ? matrix.Change[point] : matrix.VoltageAt(point);
                Assert.True(Math.Abs(actual - expected) <= Tolerance * scale, $"cell {cell}, node {node}: {actual:r}, not {expected:r}");
            }
    }

    private static double[] Gauss(double[,] a, double[] b)
    {
        int n = b.Length;
        for (int k = 0; k < n; k++)
            for (int i = k + 1; i < n; i++)
            {
                double f = a[i, k] / a[k, k];
                for (int j = k; j < n; j++) a[i, j] -= f * a[k, j];
                b[i] -= f * b[k];
            }
        for (int k = n - 1; k >= 0; k--)
        {
            for (int j = k + 1; j < n; j++) b[k] -= a[k, j] * b[j];
            b[k] /= a[k, k];
        }
        return b;
    }
}
