using System.Numerics.Tensors;
using Multiscale.Parallel;

namespace Multiscale.Numerics;

/// <summary>
/// BiCGStab (van der Vorst 1992) with diagonal scaling for operators that are not symmetric, equal to the bit on any number of ranks:
/// dot products by <see cref="BinnedSum"/>, three messages an iteration. A warm solve allocates nothing.
/// </summary>
public sealed class ReproducibleBiCGStab
{
    private readonly Communicator ranks;
    private readonly double[] r, shadow, v, t, inverseDiagonal;
    private readonly double[] p, s;
    private readonly BinnedSum[] sums = [new(), new()];
    private readonly long[] message = new long[2 * BinnedSum.MessageLength];
    private readonly double[] totals = new double[2];

    public ReproducibleBiCGStab(Communicator ranks, int rows, int columns)
    {
        this.ranks = ranks;
        (r, shadow, v, t, inverseDiagonal) = (new double[rows], new double[rows], new double[rows], new double[rows], new double[rows]);
        (p, s) = (new double[columns], new double[columns]);
    }

    /// <summary>
    /// Adds to <paramref name="x"/> the solution of A dx = <paramref name="residual"/> until |D^-1 r| is at most <paramref name="tolerance"/>,
    /// D the diagonal of A. Collective.
    /// </summary>
    public SolveResult Solve<TOperator>(TOperator a, ReadOnlySpan<double> residual, Span<double> x, double tolerance, int maxIterations = 2000)
        where TOperator : ILinearOperator
    {
        int n = a.Rows;
        var ps = p.AsSpan(0, n);
        var ss = s.AsSpan(0, n);
        TensorPrimitives.Divide(1.0, a.Diagonal, inverseDiagonal);
        TensorPrimitives.Multiply(residual, inverseDiagonal, r);
        r.CopyTo(shadow, 0);
        r.CopyTo(ps);
        double rho = Dots(r, r, r, r).First, norm = Math.Sqrt(rho);
        for (int k = 0; k < maxIterations; k++)
        {
            if (norm <= tolerance) return new SolveResult(k, norm, true);
            Scaled(a, p, v);
            double alpha = rho / Dots(shadow, v, v, v).First;
            for (int i = 0; i < n; i++) ss[i] = r[i] - alpha * v[i];
            Scaled(a, s, t);
            var (ts, tt) = Dots(t, ss, t, t);
            double omega = tt > 0 ? ts / tt : 0;
            for (int i = 0; i < n; i++)
            {
                x[i] += alpha * ps[i] + omega * ss[i];
                r[i] = ss[i] - omega * t[i];
            }
            var (next, squared) = Dots(shadow, r, r, r);
            norm = Math.Sqrt(squared);
            double beta = next / rho * (alpha / omega);
            if (!double.IsFinite(beta)) return new SolveResult(k + 1, norm, norm <= tolerance);
            rho = next;
            for (int i = 0; i < n; i++) ps[i] = r[i] + beta * (ps[i] - omega * v[i]);
        }
        return new SolveResult(maxIterations, norm, false);
    }

    private void Scaled<TOperator>(TOperator a, Span<double> x, double[] y) where TOperator : ILinearOperator
    {
        a.Apply(x, y);
        TensorPrimitives.Multiply(y, inverseDiagonal, y);
    }

    private (double First, double Second) Dots(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d)
    {
        sums[0].Clear();
        sums[1].Clear();
        sums[0].AddProducts(a, b);
        sums[1].AddProducts(c, d);
        BinnedSum.Totals(ranks, sums, message, totals);
        return (totals[0], totals[1]);
    }
}
