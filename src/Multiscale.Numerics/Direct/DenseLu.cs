using System.Numerics;
using System.Runtime.InteropServices;

namespace Multiscale.Numerics;

/// <summary>LU factors of a small dense matrix with partial pivoting; rows are padded to whole vectors.</summary>
public sealed class DenseLu(int size)
{
    private readonly int stride = (size + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
    private readonly double[] rows = new double[size * ((size + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count)];
    private readonly int[] pivots = new int[size];
    private readonly double[] inverseDiagonal = new double[size];

    /// <summary>Row i of the matrix to be factorised.</summary>
    public Span<double> Row(int i) => rows.AsSpan(i * stride, size);

    /// <summary>Factorises the rows in place; false where the matrix is singular or not finite.</summary>
    public bool Factorize()
    {
        for (int k = 0; k < size; k++)
        {
            int pivot = k;
            double largest = Math.Abs(rows[k * stride + k]);
            for (int i = k + 1; i < size; i++)
            {
                double candidate = Math.Abs(rows[i * stride + k]);
                if (candidate > largest) { largest = candidate; pivot = i; }
            }
            if (!(largest > 0) || !double.IsFinite(largest)) return false;
            pivots[k] = pivot;
            if (pivot != k) Swap(k, pivot);
            double inverse = 1 / rows[k * stride + k];
            inverseDiagonal[k] = inverse;
            // Whole vectors from the one that holds column k on: the columns before k are put back by hand.
            int first = (k + 1) / Vector<double>.Count * Vector<double>.Count;
            var source = MemoryMarshal.Cast<double, Vector<double>>(rows.AsSpan(k * stride + first, stride - first));
            for (int i = k + 1; i < size; i++)
            {
                double factor = rows[i * stride + k] * inverse;
                if (factor == 0) continue;
                Eliminate(source, i * stride + first, factor, first, k);
                rows[i * stride + k] = factor;
            }
        }
        return true;
    }

    /// <summary>Overwrites the right-hand side by the solution.</summary>
    public void Solve(Span<double> b)
    {
        for (int k = 0; k < size; k++)
        {
            int pivot = pivots[k];
            if (pivot != k) (b[k], b[pivot]) = (b[pivot], b[k]);
        }
        for (int i = 1; i < size; i++) b[i] -= Dot(rows.AsSpan(i * stride, i), b);
        for (int i = size - 1; i >= 0; i--)
            b[i] = (b[i] - Dot(rows.AsSpan(i * stride + i + 1, size - i - 1), b[(i + 1)..])) * inverseDiagonal[i];
    }

    private void Eliminate(ReadOnlySpan<Vector<double>> source, int at, double factor, int first, int k)
    {
        Span<double> kept = stackalloc double[Vector<double>.Count];
        int lower = k + 1 - first;
        for (int j = 0; j < lower; j++) kept[j] = rows[at + j];
        var target = MemoryMarshal.Cast<double, Vector<double>>(rows.AsSpan(at, stride - first));
        var f = new Vector<double>(factor);
        for (int j = 0; j < source.Length; j++) target[j] -= f * source[j];
        for (int j = 0; j < lower; j++) rows[at + j] = kept[j];
    }

    /// <summary>Four sums in a fixed order: the same on every machine.</summary>
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int j = 0;
        for (; j + 4 <= a.Length; j += 4)
        {
            s0 += a[j] * b[j];
            s1 += a[j + 1] * b[j + 1];
            s2 += a[j + 2] * b[j + 2];
            s3 += a[j + 3] * b[j + 3];
        }
        for (; j < a.Length; j++) s0 += a[j] * b[j];
        return s0 + s1 + (s2 + s3);
    }

    private void Swap(int i, int k)
    {
        Span<double> a = rows.AsSpan(i * stride, stride), b = rows.AsSpan(k * stride, stride);
        for (int j = 0; j < a.Length; j++) (a[j], b[j]) = (b[j], a[j]);
    }
}
