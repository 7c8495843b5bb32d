using Multiscale.Core;
using Multiscale.Interop;

namespace Multiscale.Numerics;

/// <summary>
/// LDL^T factors of a symmetric positive definite matrix: nested-dissection ordering and elimination tree once,
/// then numbers row by row by the up-looking algorithm (Davis 2005, ACM TOMS 31:587), with iterative refinement.
/// </summary>
public sealed class SparseLdl
{
    private readonly int size;
    private readonly int[] offsets, columns;
    private readonly double[] matrix;
    private readonly int[] order, position, parent, factorOffsets, factorRows, count, pattern, mark;
    private readonly double[] factor, diagonal, work, residual;

    /// <summary>The pattern in CSR form: both triangles and the diagonal.</summary>
    public SparseLdl(int[] offsets, int[] columns)
    {
        size = offsets.Length - 1;
        this.offsets = offsets;
        this.columns = columns;
        matrix = new double[columns.Length];
        order = Ordering();
        position = new int[size];
        for (int k = 0; k < size; k++) position[order[k]] = k;
        parent = new int[size];
        count = new int[size];
        pattern = new int[size];
        mark = new int[size];
        factorOffsets = new int[size + 1];
        Analyse();
        factorRows = new int[factorOffsets[size]];
        factor = new double[factorOffsets[size]];
        diagonal = new double[size];
        work = new double[size];
        residual = new double[size];
    }

    /// <summary>Non-zeros of the factor below its diagonal.</summary>
    public int FactorNonZeros => factor.Length;

    /// <summary>Values of the matrix in its CSR pattern; write, then <see cref="Factorize"/>.</summary>
    public Span<double> Values => matrix;

    /// <exception cref="NumericalException">A pivot is not positive.</exception>
    public void Factorize()
    {
        Array.Clear(count);
        Array.Clear(work);
        for (int k = 0; k < size; k++)
        {
            int top = size;
            mark[k] = k;
            double pivot = 0;
            int row = order[k];
            for (int at = offsets[row]; at < offsets[row + 1]; at++)
            {
                int i = position[columns[at]];
                if (i > k) continue;
                if (i == k) { pivot += matrix[at]; continue; }
                work[i] += matrix[at];
                int length = 0;
                for (; mark[i] != k; i = parent[i])
                {
                    pattern[length++] = i;
                    mark[i] = k;
                }
                while (length > 0) pattern[--top] = pattern[--length];
            }
            for (; top < size; top++)
            {
                int i = pattern[top];
                double y = work[i];
                work[i] = 0;
                int end = factorOffsets[i] + count[i];
                for (int at = factorOffsets[i]; at < end; at++) work[factorRows[at]] -= factor[at] * y;
                double l = y / diagonal[i];
                pivot -= l * y;
                factorRows[end] = k;
                factor[end] = l;
                count[i]++;
            }
            if (!(pivot > 0)) throw new NumericalException("MS0621", $"the matrix is not positive definite: pivot {pivot} in row {row}", "check that all resistances are finite and positive");
            diagonal[k] = pivot;
        }
    }

    /// <summary>Solves A x = b and refines x until the residual no longer shrinks (at most <paramref name="refinements"/> times).</summary>
    public void Solve(ReadOnlySpan<double> b, Span<double> x, int refinements = 3)
    {
        x.Clear();
        b.CopyTo(residual);
        double last = double.PositiveInfinity;
        for (int pass = 0; pass <= refinements; pass++)
        {
            Substitute();
            for (int k = 0; k < size; k++) x[order[k]] += work[k];
            Array.Clear(work);
            double largest = Residual(b, x);
            if (largest == 0 || !(largest < 0.5 * last)) break;
            last = largest;
        }
    }

    /// <summary>x = (LDL^T)^-1 b without refinement: a preconditioner, also after <see cref="Values"/> have changed.</summary>
    public void Precondition(ReadOnlySpan<double> b, Span<double> x)
    {
        b.CopyTo(residual);
        Substitute();
        for (int k = 0; k < size; k++) x[order[k]] = work[k];
        Array.Clear(work);
    }

    /// <summary>b - A x into <see cref="residual"/>; returns its largest magnitude.</summary>
    private double Residual(ReadOnlySpan<double> b, ReadOnlySpan<double> x)
    {
        double largest = 0;
        for (int i = 0; i < size; i++)
        {
            double sum = b[i];
            for (int at = offsets[i]; at < offsets[i + 1]; at++) sum = Math.FusedMultiplyAdd(-matrix[at], x[columns[at]], sum);
            residual[i] = sum;
            largest = Math.Max(largest, Math.Abs(sum));
        }
        return largest;
    }

    private void Substitute()
    {
        for (int k = 0; k < size; k++) work[k] = residual[order[k]];
        for (int k = 0; k < size; k++)
        {
            double y = work[k];
            for (int at = factorOffsets[k]; at < factorOffsets[k + 1]; at++) work[factorRows[at]] -= factor[at] * y;
        }
        for (int k = size - 1; k >= 0; k--)
        {
            double y = work[k] / diagonal[k];
            for (int at = factorOffsets[k]; at < factorOffsets[k + 1]; at++) y -= factor[at] * work[factorRows[at]];
            work[k] = y;
        }
    }

    private int[] Ordering()
    {
        int[] starts = new int[size + 1], neighbours = new int[columns.Length];
        int n = 0;
        for (int i = 0; i < size; i++)
        {
            for (int at = offsets[i]; at < offsets[i + 1]; at++)
                if (columns[at] != i) neighbours[n++] = columns[at];
            starts[i + 1] = n;
        }
        return MetisOrdering.NestedDissection(starts, neighbours[..n]);
    }

    /// <summary>Elimination tree and column counts.</summary>
    private void Analyse()
    {
        for (int k = 0; k < size; k++)
        {
            parent[k] = -1;
            mark[k] = k;
            for (int at = offsets[order[k]]; at < offsets[order[k] + 1]; at++)
            {
                for (int i = position[columns[at]]; i < k && mark[i] != k; i = parent[i])
                {
                    if (parent[i] == -1) parent[i] = k;
                    count[i]++;
                    mark[i] = k;
                }
            }
        }
        for (int k = 0; k < size; k++) factorOffsets[k + 1] = checked(factorOffsets[k] + count[k]);
    }
}
