using Multiscale.Core;
using Multiscale.Interop;
using Multiscale.Parallel;

namespace Multiscale.Numerics;

/// <summary>
/// A symmetric positive definite system whose matrix is known whole on every rank and solved by PETSc (CG and GAMG) in contiguous blocks of rows.
/// The preconditioner is kept until it has grown twice as slow as a fresh one.
/// </summary>
public sealed class PetscSystem : IDisposable
{
    private const int MaxIterations = 2000;

    private readonly Communicator ranks;
    private readonly PetscSystemHandle handle;
    private readonly double[] values, solution;
    private readonly int firstRow, firstValue, rows, valueCount;
    private int freshIterations;
    private bool stale = true;

    /// <param name="offsets">CSR offsets of the whole matrix; columns ascend in each row.</param>
    /// <param name="optionPrefix">Prefix of this solver's PETSc options, such as <c>flow_</c>.</param>
    public PetscSystem(int[] offsets, int[] columns, Communicator ranks, string optionPrefix, double relativeTolerance)
    {
        this.ranks = ranks;
        int handleOfRanks = ranks.Handle;
        PetscLibrary.Initialize();
        long all = offsets.Length - 1;
        firstRow = (int)(all * ranks.Rank / ranks.Size);
        rows = (int)(all * (ranks.Rank + 1) / ranks.Size) - firstRow;
        firstValue = offsets[firstRow];
        valueCount = offsets[firstRow + rows] - firstValue;
        values = new double[columns.Length];
        solution = new double[rows];
        long[] ownOffsets = new long[rows + 1], ownColumns = new long[valueCount];
        for (int i = 0; i <= rows; i++) ownOffsets[i] = offsets[firstRow + i] - firstValue;
        for (int k = 0; k < valueCount; k++) ownColumns[k] = columns[firstValue + k];
        handle = PetscLibrary.CreateSystem(handleOfRanks, optionPrefix, all, ownOffsets, ownColumns, relativeTolerance, MaxIterations);
    }

    /// <summary>Values of the whole matrix in its CSR pattern; write, then <see cref="Update"/>.</summary>
    public Span<double> Values => values;

    /// <summary>Iterations of the last solve.</summary>
    public int Iterations { get; private set; }

    public void Update()
    {
        PetscLibrary.SetValues(handle, values.AsSpan(firstValue, valueCount), keepPreconditioner: !stale);
    }

    /// <summary>Solves for the whole right-hand side; <paramref name="x"/> holds a first guess and receives the whole solution.</summary>
    /// <exception cref="NumericalException">No convergence.</exception>
    public void Solve(ReadOnlySpan<double> b, Span<double> x)
    {
        x.Slice(firstRow, rows).CopyTo(solution);
        var outcome = PetscLibrary.Solve(handle, b.Slice(firstRow, rows), solution);
        if (outcome.Reason <= 0 && !stale)
        {
            // The old preconditioner may be to blame: once more with a fresh one.
            stale = true;
            Update();
            outcome = PetscLibrary.Solve(handle, b.Slice(firstRow, rows), solution);
        }
        if (outcome.Reason <= 0)
            throw new NumericalException("MS0623", $"PETSc did not converge: reason {outcome.Reason} after {outcome.Iterations} iterations, residual {outcome.ResidualNorm}", "loosen the iterative tolerance, or raise direct_edges");
        Iterations = outcome.Iterations;
        if (stale) freshIterations = outcome.Iterations;
        stale = outcome.Iterations > 2 * freshIterations + 5;
        ranks.Allgatherv<double>(solution).CopyTo(x);
    }

    /// <summary>Collective.</summary>
    public void Dispose() => handle.Dispose();
}
