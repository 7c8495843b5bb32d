using System.Numerics.Tensors;
using Multiscale.Parallel;

namespace Multiscale.Numerics;

/// <summary>What a linear solve came to.</summary>
/// <param name="Residual">|D^-1 r| at the end, by recurrence; D is the diagonal, so this is in the unit of the solution.</param>
public readonly record struct SolveResult(int Iterations, double Residual, bool Converged);

/// <summary>
/// Conjugate gradients with diagonal preconditioning for symmetric positive definite operators, equal to the bit on any number of ranks:
/// rows are summed in a fixed order and dot products by <see cref="BinnedSum"/>. The dot products of an iteration travel in one message
/// (Chronopoulos and Gear 1989). A warm solve allocates nothing.
/// </summary>
public sealed class ReproducibleConjugateGradient
{
    private readonly Communicator ranks;
    private readonly double[] p, s, z, w, inverseDiagonal;
    private readonly BinnedSum[] sums = [new(), new(), new()];
    private readonly long[] message = new long[3 * BinnedSum.MessageLength];
    private readonly double[] totals = new double[3];

    public ReproducibleConjugateGradient(Communicator ranks, int rows, int columns)
    {
        this.ranks = ranks;
        p = new double[rows];
        s = new double[rows];
        z = new double[columns];
        w = new double[rows];
        inverseDiagonal = new double[rows];
    }

    /// <summary>
    /// Adds to <paramref name="x"/> the solution of A dx = <paramref name="residual"/> until |D^-1 r| is at most <paramref name="tolerance"/>;
    /// <paramref name="residual"/> is overwritten by what remains. Collective.
    /// </summary>
    public SolveResult Solve<TOperator>(TOperator a, Span<double> residual, Span<double> x, double tolerance, int maxIterations = 10_000)
        where TOperator : ILinearOperator
    {
        int n = a.Rows;
        x = x[..n];
        TensorPrimitives.Divide(1.0, a.Diagonal, inverseDiagonal);
        double alpha = 0, gammaBefore = 0, norm = double.NaN;
        for (int k = 0; k < maxIterations; k++)
        {
            var own = z.AsSpan(0, n);
            TensorPrimitives.Multiply(residual, inverseDiagonal, own);
            a.Apply(z, w);
            var (gamma, delta, squared) = Dots(residual, own, w);
            norm = Math.Sqrt(squared);
            if (norm <= tolerance) return new SolveResult(k, norm, true);
            if (!double.IsFinite(gamma) || !double.IsFinite(delta)) break;
            double beta = k == 0 ? 0 : gamma / gammaBefore;
            double curvature = k == 0 ? delta : delta - beta * gamma / alpha;
            if (!(curvature > 0)) break;
            alpha = gamma / curvature;
            gammaBefore = gamma;
            for (int i = 0; i < n; i++)
            {
                p[i] = own[i] + beta * p[i];
                s[i] = w[i] + beta * s[i];
                x[i] += alpha * p[i];
                residual[i] -= alpha * s[i];
            }
        }
        return new SolveResult(maxIterations, norm, false);
    }

    /// <summary>r z, z w and z z.</summary>
    private (double Gamma, double Delta, double Squared) Dots(ReadOnlySpan<double> r, ReadOnlySpan<double> z, ReadOnlySpan<double> w)
    {
        foreach (var sum in sums) sum.Clear();
        sums[0].AddProducts(r, z);
        sums[1].AddProducts(z, w);
        sums[2].AddProducts(z, z);
        BinnedSum.Totals(ranks, sums, message, totals);
        return (totals[0], totals[1], totals[2]);
    }
}
