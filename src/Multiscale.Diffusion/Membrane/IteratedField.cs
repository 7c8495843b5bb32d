using Multiscale.Core;
using Multiscale.Numerics;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>Conjugate gradients with the diagonal as preconditioner, vertices spread over the ranks, equal to the bit on any number of them: for meshes whose factors would be too large.</summary>
internal sealed class IteratedField : IFieldSolver, ILinearOperator
{
    // |D^-1 r| is smaller than the error by up to the condition of the scaled matrix.
    private const double Safety = 1e-3;

    private const int MostIterations = 10_000;

    private readonly FieldMatrix matrix;
    private readonly Communicator ranks;
    private readonly int first, block;
    private readonly int[] local;      // position of each entry's column among own vertices and ghosts
    private readonly GhostExchange ghosts;
    private readonly ReproducibleConjugateGradient gradients;
    private readonly double[] diagonal, guess, start, residual, sent, received;

    /// <summary>Collective.</summary>
    public IteratedField(FieldMatrix matrix, Communicator ranks)
    {
        (this.matrix, this.ranks) = (matrix, ranks);
        block = (matrix.Size + ranks.Size - 1) / ranks.Size;
        first = Math.Min(matrix.Size, ranks.Rank * block);
        Rows = Math.Min(block, matrix.Size - first);
        var entries = matrix.Columns.AsSpan(matrix.Offsets[first], matrix.Offsets[first + Rows] - matrix.Offsets[first]).ToArray();
        long[] foreign = [.. entries.Where(v => v < first || v >= first + Rows).Distinct().Order().Select(v => (long)v)];
        local = Array.ConvertAll(entries, v => v >= first && v < first + Rows ? v - first : Rows + Array.BinarySearch(foreign, v));
        ghosts = new GhostExchange(new Distribution(ranks, new EntitySet("vertices", matrix.Size, [.. Enumerable.Range(first, Rows).Select(v => (long)v)])), foreign);
        Columns = Rows + foreign.Length;
        gradients = new ReproducibleConjugateGradient(ranks, Rows, Columns);
        (diagonal, guess, start, residual) = (new double[Rows], new double[Columns], new double[Rows], new double[Rows]);
        (sent, received) = (new double[block], new double[block * ranks.Size]);
    }

    public (long Iterations, long Factorisations) Work { get; private set; }

    public double[] State => [];

    public int Rows { get; }

    public int Columns { get; }

    public ReadOnlySpan<double> Diagonal => diagonal;

    public void Restore(ReadOnlySpan<double> state) => Prepare(true);

    public void Prepare(bool changed)
    {
        for (int v = 0; v < Rows; v++) diagonal[v] = matrix.Diagonal(first + v);
    }

    public void Solve(ReadOnlySpan<double> r, Span<double> d, double tolerance)
    {
        d.Slice(first, Rows).CopyTo(guess);
        Apply(guess, start);
        for (int v = 0; v < Rows; v++) residual[v] = r[first + v] - start[v];
        var result = gradients.Solve(this, residual, guess, Safety * tolerance, MostIterations);
        Work = (Work.Iterations + result.Iterations, 0);
        if (!result.Converged)
            throw new NumericalException("MS0535", $"the potential was not found: {result.Residual:g3} mV are missing after {result.Iterations} iterations", "take a shorter step, or check conductances and currents");
        guess.AsSpan(0, Rows).CopyTo(sent);
        ranks.Allgather<double>(sent, received);
        // Blocks are full up to the last vertex.
        received.AsSpan(0, matrix.Size).CopyTo(d);
    }

    public void Apply(Span<double> x, Span<double> y)
    {
        ghosts.Update(x[..Rows], x[Rows..Columns]);
        int begin = matrix.Offsets[first];
        for (int v = 0; v < Rows; v++)
        {
            double sum = 0;
            for (int at = matrix.Offsets[first + v]; at < matrix.Offsets[first + v + 1]; at++) sum += matrix.Values[at] * x[local[at - begin]];
            y[v] = sum;
        }
    }
}
