using Multiscale.Core;
using Multiscale.Numerics;

namespace Multiscale.Diffusion;

/// <summary>
/// The systems (C + h (K + G)) d = r of a membrane's steps: K the P1 Galerkin matrix of conduction, C and G diagonal, G different in every step. Conjugate gradients whose preconditioner is the
/// exact factorisation of an earlier matrix, renewed when they need more than a few iterations. Every rank solves the whole system, in the same order.
/// </summary>
internal sealed class FieldSystem
{
    private const int StaleAfter = 8, MostIterations = 200;

    private readonly int size;
    private readonly int[] offsets, columns, diagonal;
    private readonly double[] stiffness, values;
    private readonly SparseLdl factors;
    private readonly double[] z, p, q, residual;
    private bool stale = true;
    private double factor = double.NaN;
    private readonly bool[] held;
    private readonly double[] factored; // diagonal of the matrix whose factors there are

    /// <param name="model">Its tets and their stiffness.</param>
    public FieldSystem(MembraneModel model)
    {
        size = model.Vertices.Length;
        var rows = new SortedDictionary<int, double>[size];
        for (int v = 0; v < size; v++) rows[v] = new() { [v] = 0 };
        for (int t = 0; t < model.Tets.Length / 4; t++)
            for (int i = 0; i < 4; i++)
                for (int j = 0; j < 4; j++)
                {
                    var row = rows[model.Tets[4 * t + i]];
                    int column = model.Tets[4 * t + j];
                    row[column] = row.GetValueOrDefault(column) + model.Stiffness[16 * t + 4 * i + j];
                }
        offsets = new int[size + 1];
        for (int v = 0; v < size; v++) offsets[v + 1] = offsets[v] + rows[v].Count;
        columns = [.. rows.SelectMany(r => r.Keys)];
        stiffness = [.. rows.SelectMany(r => r.Values)];
        diagonal = [.. Enumerable.Range(0, size).Select(v => Array.IndexOf(columns, v, offsets[v], offsets[v + 1] - offsets[v]))];
        values = new double[columns.Length];
        held = new bool[size];
        factored = new double[size];
        factors = new SparseLdl(offsets, columns);
        (z, p, q, residual) = (new double[size], new double[size], new double[size], new double[size]);
    }

    /// <summary>Iterations, and factorisations, since the start.</summary>
    public (long Iterations, long Factorisations) Work { get; private set; }

    /// <summary>K v.</summary>
    public void Conduct(ReadOnlySpan<double> v, Span<double> current) => Multiply(stiffness, v, current);

    /// <summary>Sets the matrix; rows of held vertices become those of the unit matrix.</summary>
    /// <param name="weight">h [ms].</param>
    /// <param name="capacitance">[nF] per vertex.</param>
    /// <param name="conductance">[uS] per vertex.</param>
    public void Assemble(double weight, double[] capacitance, double[] conductance, bool[] holds)
    {
        if (!weight.Equals(factor) || !held.AsSpan().SequenceEqual(holds))
        {
            (factor, stale) = (weight, true);
            holds.CopyTo(held, 0);
            for (int v = 0; v < size; v++)
                for (int at = offsets[v]; at < offsets[v + 1]; at++) values[at] = held[v] || held[columns[at]] ? 0 : weight * stiffness[at];
        }
        for (int v = 0; v < size; v++)
            values[diagonal[v]] = held[v] ? 1 : capacitance[v] + weight * (stiffness[diagonal[v]] + conductance[v]);
        if (stale) Factorise();
    }

    /// <summary>What a restart needs to go on to the bit: the diagonal of the factors and whether they are to be renewed.</summary>
    public double[] State => [.. factored, stale ? 1 : 0];

    /// <summary>Assembles as before the restart.</summary>
    public void Restore(ReadOnlySpan<double> state, double weight, double[] capacitance, bool[] holds)
    {
        stale = false;
        Assemble(weight, capacitance, new double[size], holds);
        for (int v = 0; v < size; v++) values[diagonal[v]] = state[v];
        Factorise();
        stale = state[size] != 0;
    }

    private void Factorise()
    {
        for (int v = 0; v < size; v++) factored[v] = values[diagonal[v]];
        values.CopyTo(factors.Values);
        factors.Factorize();
        stale = false;
        Work = (Work.Iterations, Work.Factorisations + 1);
    }

    /// <summary>Improves <paramref name="d"/> until the solution of the system is known to <paramref name="tolerance"/> [mV]. The right-hand side of held vertices must be 0.</summary>
    /// <exception cref="NumericalException">MS0535: no convergence.</exception>
    public void Solve(ReadOnlySpan<double> r, Span<double> d, double tolerance)
    {
        Multiply(values, d, q);
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
            Multiply(values, p, q);
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

    private void Multiply(double[] matrix, ReadOnlySpan<double> x, Span<double> y)
    {
        for (int v = 0; v < size; v++)
        {
            double sum = 0;
            for (int at = offsets[v]; at < offsets[v + 1]; at++) sum += matrix[at] * x[columns[at]];
            y[v] = sum;
        }
    }
}
