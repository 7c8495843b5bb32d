using Multiscale.Core;
using Multiscale.Numerics;

namespace Multiscale.Diffusion;

/// <summary>
/// Conjugate gradients whose preconditioner is the exact factorisation of an earlier matrix, renewed when they need more than a few iterations. Every rank solves the whole system, in the
/// same order.
/// </summary>
internal sealed class FactoredField : IFieldSolver
{
    private const int StaleAfter = 8, MostIterations = 200;

    private readonly FieldMatrix matrix;
    private readonly SparseLdl factors;
    private readonly double[] z, p, q, residual;
    private readonly double[] factored; // diagonal of the matrix whose factors there are
    private bool stale = true;

    public FactoredField(FieldMatrix matrix)
    {
        this.matrix = matrix;
        factors = new SparseLdl(matrix.Offsets, matrix.Columns);
        int size = matrix.Size;
        (z, p, q, residual, factored) = (new double[size], new double[size], new double[size], new double[size], new double[size]);
    }

    public (long Iterations, long Factorisations) Work { get; private set; }

    public double[] State => [.. factored, stale ? 1 : 0];

    public void Restore(ReadOnlySpan<double> state)
    {
        for (int v = 0; v < matrix.Size; v++) matrix.Diagonal(v) = state[v];
        Factorise();
        stale = state[matrix.Size] != 0;
    }

    public void Prepare(bool changed)
    {
        if (changed || stale) Factorise();
    }

    public void Solve(ReadOnlySpan<double> r, Span<double> d, double tolerance)
    {
        int size = matrix.Size;
        matrix.Multiply(d, q);
        for (int v = 0; v < size; v++) residual[v] = r[v] - q[v];
        double rho = 0;
        for (int k = 0; ; k++)
        {
            // What is missing, up to the factor by which the matrix has moved away from its factorisation.
            factors.Precondition(residual, z);
            double missing = 0, last = rho;
            rho = 0;
            for (int v = 0; v < size; v++)
            {
                missing = Math.Max(missing, Math.Abs(z[v]));
                rho += residual[v] * z[v];
            }
            Work = (Work.Iterations + 1, Work.Factorisations);
            if (missing <= tolerance)
            {
                for (int v = 0; v < size; v++) d[v] += z[v];
                stale |= k > StaleAfter;
                return;
            }
            if (k == MostIterations || !double.IsFinite(missing))
                throw new NumericalException("MS0535", $"the potential was not found: {missing:g3} mV are missing after {k} iterations", "take a shorter step, or check conductances and currents");
            double beta = k == 0 ? 0 : rho / last;
            for (int v = 0; v < size; v++) p[v] = z[v] + beta * p[v];
            matrix.Multiply(p, q);
            double curvature = 0;
            for (int v = 0; v < size; v++) curvature += p[v] * q[v];
            double alpha = rho / curvature;
            for (int v = 0; v < size; v++)
            {
                d[v] += alpha * p[v];
                residual[v] -= alpha * q[v];
            }
        }
    }

    private void Factorise()
    {
        for (int v = 0; v < matrix.Size; v++) factored[v] = matrix.Diagonal(v);
        matrix.Values.CopyTo(factors.Values);
        factors.Factorize();
        stale = false;
        Work = (Work.Iterations, Work.Factorisations + 1);
    }
}
