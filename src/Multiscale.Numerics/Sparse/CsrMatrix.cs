using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Numerics;

/// <summary>
/// This rank's rows of a sparse matrix. Columns number the rank's own entries and then its ghosts; the entries of a row are summed in the order
/// in which they are stored, which must not depend on the partition if results are to be equal to the bit on any number of ranks.
/// </summary>
public sealed class CsrMatrix : ILinearOperator
{
    private readonly int[] rowStart, columns;
    private readonly double[] values, diagonal;
    private readonly GhostExchange? ghosts;

    /// <param name="rowStart">Row r has the entries [rowStart[r], rowStart[r + 1]).</param>
    /// <param name="ghosts">Brings the values of the columns beyond the own rows; null where there are none.</param>
    /// <exception cref="InputException">MS0501: the arrays do not describe a matrix.</exception>
    public CsrMatrix(int[] rowStart, int[] columns, double[] values, GhostExchange? ghosts = null)
    {
        this.rowStart = rowStart;
        this.columns = columns;
        this.values = values;
        this.ghosts = ghosts;
        Rows = rowStart.Length - 1;
        Columns = Rows + (ghosts?.Needed.Length ?? 0);
        if (Rows < 0 || rowStart[^1] != columns.Length || columns.Length != values.Length || columns.Any(c => c < 0 || c >= Columns))
            throw new InputException("MS0501", "the arrays of a sparse matrix do not fit together", "give one column below Rows + ghosts and one value per entry");
        diagonal = new double[Rows];
        for (int r = 0; r < Rows; r++)
            for (int k = rowStart[r]; k < rowStart[r + 1]; k++)
                if (columns[k] == r) diagonal[r] += values[k];
    }

    public int Rows { get; }

    public int Columns { get; }

    public ReadOnlySpan<double> Diagonal => diagonal;

    public void Apply(Span<double> x, Span<double> y)
    {
        ghosts?.Update(x[..Rows], x[Rows..Columns]);
        for (int r = 0; r < Rows; r++)
        {
            double sum = 0;
            for (int k = rowStart[r]; k < rowStart[r + 1]; k++) sum += values[k] * x[columns[k]];
            y[r] = sum;
        }
    }
}
