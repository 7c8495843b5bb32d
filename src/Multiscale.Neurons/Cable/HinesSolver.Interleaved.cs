using System.Runtime.CompilerServices;

namespace Multiscale.Neurons;

/// <summary>
/// Eight cells at once, and two packs of them side by side: a row waits for the division of the one below, and the other pack fills that time.
/// Where one pack is left over both are the same; all is then done twice and stored with the same values.
/// </summary>
internal sealed unsafe partial class HinesSolver
{
    private void Eliminate<T>(CellTopology topology, nint first, nint second) where T : struct, IBlock<T>
    {
        double* voltage = matrix.Voltage.Pointer, axial = matrix.Axial.Pointer, factor = matrix.Factor.Pointer;
        double* diagonal = matrix.Diagonal.Pointer, change = matrix.Change.Pointer;
        var balance = new Balance<T>(matrix);
        foreach (int row in topology.Branches)
        {
            nint i = first + Width * row, j = second + Width * row;
            T.Store(balance.Diagonal(i), diagonal + i);
            T.Store(balance.Right(i), change + i);
            T.Store(balance.Diagonal(j), diagonal + j);
            T.Store(balance.Right(j), change + j);
        }
        var runs = topology.Runs;
        for (int k = runs.Length - 1; k >= 0; k--)
        {
            var run = runs[k];
            nint i = first + Width * run.Bottom, j = second + Width * run.Bottom, top = first + Width * run.Top;
            T d0, b0, d1, b1;
            if (run.Branches) (d0, b0, d1, b1) = (T.Load(diagonal + i), T.Load(change + i), T.Load(diagonal + j), T.Load(change + j));
            else (d0, b0, d1, b1) = (balance.Diagonal(i), balance.Right(i), balance.Diagonal(j), balance.Right(j));
            T v0 = T.Load(voltage + i), v1 = T.Load(voltage + j), g0, g1, f0, f1, t0, t1;
            while (i > top)
            {
                T u0 = T.Load(voltage + i - Width), u1 = T.Load(voltage + j - Width);
                (t0, t1) = (u0 - v0, u1 - v1);
                (v0, v1) = (u0, u1);
                (g0, f0) = Reduce(i, axial, factor, change, t0, d0, ref b0);
                (g1, f1) = Reduce(j, axial, factor, change, t1, d1, ref b1);
                i -= Width;
                j -= Width;
                (d0, b0) = (T.Take(f0, g0, balance.Diagonal(i)), T.Add(f0, b0, T.Take(g0, t0, balance.Right(i))));
                (d1, b1) = (T.Take(f1, g1, balance.Diagonal(j)), T.Add(f1, b1, T.Take(g1, t1, balance.Right(j))));
            }
            nint up = Width * (run.Parent < 0 ? run.Top : run.Parent), p = first + up, q = second + up;
            (t0, t1) = (T.Load(voltage + p) - v0, T.Load(voltage + q) - v1);
            (g0, f0) = Reduce(i, axial, factor, change, t0, d0, ref b0);
            (g1, f1) = Reduce(j, axial, factor, change, t1, d1, ref b1);
            if (run.Parent < 0) continue;
            T dp = T.Take(f0, g0, T.Load(diagonal + p)), bp = T.Add(f0, b0, T.Take(g0, t0, T.Load(change + p)));
            T dq = T.Take(f1, g1, T.Load(diagonal + q)), bq = T.Add(f1, b1, T.Take(g1, t1, T.Load(change + q)));
            T.Store(dp, diagonal + p);
            T.Store(bp, change + p);
            T.Store(dq, diagonal + q);
            T.Store(bq, change + q);
        }

        // Adds the row's own axial current; what the back substitution needs stays in factor and change.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static (T Axial, T Factor) Reduce(nint i, double* axial, double* factor, double* change, T drop, T d, ref T b)
        {
            T g = T.Load(axial + i), r = T.Of(1) / d, f = g * r;
            b = T.Add(g, drop, b);
            T.Store(f, factor + i);
            T.Store(b * r, change + i);
            return (g, f);
        }
    }

    private void Substitute<T>(CellTopology topology, nint first, nint second) where T : struct, IBlock<T>
    {
        double* factor = matrix.Factor.Pointer, change = matrix.Change.Pointer;
        foreach (var run in topology.Runs)
        {
            nint i = first + Width * run.Top, j = second + Width * run.Top, bottom = first + Width * run.Bottom;
            nint up = Width * (run.Parent < 0 ? run.Top : run.Parent);
            T x0 = T.Load(change + first + up), x1 = T.Load(change + second + up);
            for (; i <= bottom; i += Width, j += Width)
            {
                // Both are read before either is written: they may be the same.
                (x0, x1) = (T.Add(T.Load(factor + i), x0, T.Load(change + i)), T.Add(T.Load(factor + j), x1, T.Load(change + j)));
                T.Store(x0, change + i);
                T.Store(x1, change + j);
            }
        }
    }

    /// <summary>What the membrane of a block puts into its rows.</summary>
    private readonly struct Balance<T>(CableMatrix m) where T : struct, IBlock<T>
    {
        private readonly double* area = m.Area.Pointer, current = m.Current.Pointer, slope = m.Slope.Pointer;
        private readonly double* pointCurrent = m.PointCurrent.Pointer, pointSlope = m.PointSlope.Pointer, leading = m.Leading.Pointer;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Diagonal(nint i) => T.Add(T.Load(area + i), T.Load(slope + i), T.Load(leading + i)) + T.Load(pointSlope + i);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Right(nint i) => T.Negate(T.Load(area + i), T.Load(current + i), T.Load(pointCurrent + i));
    }
}
