namespace Multiscale.Neurons;

/// <summary>One cell alone, after a jump.</summary>
internal sealed unsafe partial class HinesSolver
{
    private SlotArray? restarted; // [mV]; not before the first jump
    private readonly double[] diagonal, balance, middle, second, whole; // by row of one cell

    /// <summary>
    /// Redoes the step of one cell so that the stiff modes a jump excites are damped: two implicit Euler half steps, doubled, less one whole step;
    /// second order. The solve has just made the first half step, with rate 2 / <paramref name="step"/> [ms].
    /// <see cref="CableMatrix.Change"/> then holds the mean change over the step.
    /// </summary>
    public void Restart(int cell, double step)
    {
        var pack = matrix.Layout.PackOf(cell);
        int rows = pack.Topology.Rows, stride = pack.Stride, first = matrix.Layout.FirstSlotOf(cell);
        restarted ??= new SlotArray(endSlot - firstSlot, 13);
        double* v = matrix.Voltage.Pointer, change = matrix.Change.Pointer, target = restarted.Pointer - firstSlot;
        for (int r = 0; r < rows; r++) middle[r] = v[first + stride * r] + change[first + stride * r];
        SolveCell(pack, first, 2 / step, middle, moved: true, second);
        for (int r = 0; r < rows; r++) middle[r] = v[first + stride * r];
        SolveCell(pack, first, 1 / step, middle, moved: false, whole);
        for (int r = 0; r < rows; r++)
        {
            int s = first + stride * r;
            target[s] = v[s] + 2 * (change[s] + second[r]) - whole[r];
            change[s] = 2 * change[s] + second[r] - whole[r];
        }
    }

    /// <summary>Takes the voltages that <see cref="Restart"/> found.</summary>
    public void TakeRestarted(int cell)
    {
        var pack = matrix.Layout.PackOf(cell);
        int first = matrix.Layout.FirstSlotOf(cell);
        double* v = matrix.Voltage.Pointer, target = restarted!.Pointer - firstSlot;
        for (int r = 0; r < pack.Topology.Rows; r++) v[first + pack.Stride * r] = target[first + pack.Stride * r];
    }

    /// <param name="v">[mV] by row.</param>
    /// <param name="moved">Whether the membrane current has followed its slope over the change that the first half step made.</param>
    private void SolveCell(Pack pack, int first, double rate, double[] v, bool moved, double[] x)
    {
        double* area = matrix.Area.Pointer, current = matrix.Current.Pointer, slope = matrix.Slope.Pointer, axial = matrix.Axial.Pointer;
        double* capacitance = matrix.Capacitance.Pointer, axialSum = matrix.AxialSum.Pointer, change = matrix.Change.Pointer;
        double* pointCurrent = matrix.PointCurrent.Pointer, pointSlope = matrix.PointSlope.Pointer;
        int[] parent = pack.Topology.Parent;
        for (int r = 0; r < parent.Length; r++)
        {
            int s = first + pack.Stride * r;
            double conductance = Math.FusedMultiplyAdd(area[s], slope[s], pointSlope[s]);
            diagonal[r] = Math.FusedMultiplyAdd(capacitance[s], rate, axialSum[s]) + conductance;
            balance[r] = -Math.FusedMultiplyAdd(area[s], current[s], pointCurrent[s]);
            if (moved) balance[r] -= conductance * change[s];
        }
        for (int r = parent.Length - 1; r > 0; r--)
        {
            int p = parent[r];
            double g = axial[first + pack.Stride * r], f = g / diagonal[r], flow = g * (v[p] - v[r]);
            balance[r] += flow;
            diagonal[p] -= f * g;
            balance[p] += f * balance[r] - flow;
        }
        x[0] = balance[0] / diagonal[0];
        for (int r = 1; r < parent.Length; r++) x[r] = (balance[r] + axial[first + pack.Stride * r] * x[parent[r]]) / diagonal[r];
    }
}
