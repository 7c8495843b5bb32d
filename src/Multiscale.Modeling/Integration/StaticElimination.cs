namespace Multiscale.Modeling;

/// <summary>
/// Gaussian elimination carried out on expressions: the result is straight-line code that touches only what is not zero. The order of pivots is
/// chosen here, once, for least fill (Markowitz), and among equals for the shortest chain of pivots that wait for each other, so that a processor works
/// on several at a time; at run time nothing is searched.
/// </summary>
public static class StaticElimination
{
    /// <summary>Solves A x = b. Diagonal pivots are preferred, as they suit the matrices I - h J of implicit steps.</summary>
    /// <exception cref="InvalidOperationException">The matrix is singular whatever its numbers are.</exception>
    public static Expression[] Solve(ExpressionGraph graph, Expression[,] matrix, Expression[] right)
    {
        int n = right.Length;
        var a = (Expression[,])matrix.Clone();
        var b = (Expression[])right.Clone();
        var openRows = Enumerable.Range(0, n).ToList();
        var openColumns = Enumerable.Range(0, n).ToList();
        var pivots = new List<(int Row, int Column)>();
        var chain = new int[n]; // pivots, one after another, that a row has waited for
        while (openRows.Count > 0)
        {
            var (row, column) = Pivot(a, openRows, openColumns, chain);
            openRows.Remove(row);
            openColumns.Remove(column);
            pivots.Add((row, column));
            foreach (int other in openRows)
            {
                if (a[other, column].Is(0)) continue;
                var factor = graph.Divide(a[other, column], a[row, column]);
                foreach (int c in openColumns)
                    if (!a[row, c].Is(0)) a[other, c] = graph.Subtract(a[other, c], graph.Multiply(factor, a[row, c]));
                b[other] = graph.Subtract(b[other], graph.Multiply(factor, b[row]));
                chain[other] = Math.Max(chain[other], chain[row] + 1);
            }
        }
        var x = new Expression[n];
        for (int k = n - 1; k >= 0; k--)
        {
            var (row, column) = pivots[k];
            var sum = b[row];
            for (int later = k + 1; later < n; later++)
                sum = graph.Subtract(sum, graph.Multiply(a[row, pivots[later].Column], x[pivots[later].Column]));
            x[column] = graph.Divide(sum, a[row, column]);
        }
        return x;
    }

    private static (int Row, int Column) Pivot(Expression[,] a, List<int> rows, List<int> columns, int[] chain)
    {
        (int Row, int Column) best = (-1, -1);
        var least = (Cost: long.MaxValue, Chain: int.MaxValue);
        foreach (int r in rows)
        {
            int inRow = columns.Count(c => !a[r, c].Is(0));
            foreach (int c in columns)
            {
                if (a[r, c].Is(0)) continue;
                int inColumn = rows.Count(other => !a[other, c].Is(0));
                long cost = (long)(inRow - 1) * (inColumn - 1) * 2 + (r == c ? 0 : 1_000_000);
                if ((cost, chain[r]).CompareTo(least) < 0) (least, best) = ((cost, chain[r]), (r, c));
            }
        }
        return best.Row >= 0 ? best : throw new InvalidOperationException("singular");
    }
}
