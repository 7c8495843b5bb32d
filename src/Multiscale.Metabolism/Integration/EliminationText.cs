using System.Text;

namespace Multiscale.Metabolism;

/// <summary>
/// Sparse LU of W systems at once as straight-line code. The pivots stand on the diagonal in an order of least fill (Markowitz 1957) that is fixed
/// here: the matrices shift I - J of implicit steps allow it, and where one does not, the error estimate refuses the step.
/// </summary>
internal sealed class EliminationText
{
    private readonly int size;
    private readonly int[] order;
    private readonly int[,] source, slot;

    /// <param name="entries">(row, column) of the Jacobian's entries, in the order in which they are stored.</param>
    public EliminationText(int size, IReadOnlyList<(int Row, int Column)> entries)
    {
        this.size = size;
        source = Filled(size);
        slot = Filled(size);
        for (int k = 0; k < entries.Count; k++) source[entries[k].Row, entries[k].Column] = k;
        var pattern = new bool[size, size];
        foreach (var (row, column) in entries) pattern[row, column] = true;
        for (int i = 0; i < size; i++) pattern[i, i] = true;
        order = Order(pattern);
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
                if (pattern[i, j]) slot[i, j] = Count++;
    }

    /// <summary>Stored values of the factors; the pivots are stored inverted.</summary>
    public int Count { get; }

    /// <summary>Factors shift I - J row by row: each row lives in registers while the rows above it are subtracted.</summary>
    /// <param name="at">Address of vector k of the block.</param>
    public void Factor(StringBuilder text, Func<int, string> at, int jacobian, int factors, int shift)
    {
        text.Append($"    [MethodImpl(MethodImplOptions.AggressiveOptimization)]\n    private static void Factor(R* b)\n    {{\n        V shift = W.Load({at(shift)});\n");
        for (int k = 0; k < size; k++)
        {
            int i = order[k];
            text.Append("        {\n");
            for (int c = 0; c < size; c++)
            {
                int j = order[c];
                if (slot[i, j] < 0) continue;
                string value = source[i, j] < 0 ? c == k ? "shift" : "V.Zero" : c == k ? $"shift - W.Load({at(jacobian + source[i, j])})" : $"-W.Load({at(jacobian + source[i, j])})";
                text.Append($"            V a{c} = {value};\n");
            }
            for (int p = 0; p < k; p++)
            {
                int above = order[p];
                if (slot[i, above] < 0) continue;
                text.Append($"            a{p} *= W.Load({at(factors + slot[above, above])});\n");
                for (int c = p + 1; c < size; c++)
                    if (slot[above, order[c]] >= 0) text.Append($"            a{c} = VectorMath.SubtractProduct(a{p}, W.Load({at(factors + slot[above, order[c]])}), a{c});\n");
            }
            for (int c = 0; c < size; c++)
                if (slot[i, order[c]] >= 0) text.Append($"            W.Store({(c == k ? $"V.One / a{c}" : $"a{c}")}, {at(factors + slot[i, order[c]])});\n");
            text.Append("        }\n");
        }
        text.Append("    }\n");
    }

    /// <summary>Solves in place.</summary>
    public void Solve(StringBuilder text, Func<int, string> at, int factors, int width)
    {
        text.Append("    [MethodImpl(MethodImplOptions.AggressiveOptimization)]\n    private static void Solve(R* b, R* x)\n    {\n");
        for (int k = 0; k < size; k++)
        {
            int i = order[k];
            text.Append($"        V x{k} = W.Load(x + {i * width});\n");
            for (int p = 0; p < k; p++)
                if (slot[i, order[p]] >= 0) text.Append($"        x{k} = VectorMath.SubtractProduct(x{p}, W.Load({at(factors + slot[i, order[p]])}), x{k});\n");
        }
        for (int k = size - 1; k >= 0; k--)
        {
            int i = order[k];
            for (int c = k + 1; c < size; c++)
                if (slot[i, order[c]] >= 0) text.Append($"        x{k} = VectorMath.SubtractProduct(x{c}, W.Load({at(factors + slot[i, order[c]])}), x{k});\n");
            text.Append($"        x{k} *= W.Load({at(factors + slot[i, i])});\n        W.Store(x{k}, x + {i * width});\n");
        }
        text.Append("    }\n");
    }

    /// <summary>The pivot of least (row - 1) (column - 1) first; fills the pattern.</summary>
    private int[] Order(bool[,] pattern)
    {
        var open = Enumerable.Range(0, size).ToList();
        var chosen = new int[size];
        for (int k = 0; k < size; k++)
        {
            int pivot = open.MinBy(p => (open.Count(c => pattern[p, c]) - 1) * (open.Count(r => pattern[r, p]) - 1));
            open.Remove(pivot);
            chosen[k] = pivot;
            foreach (int r in open)
                if (pattern[r, pivot])
                    foreach (int c in open) pattern[r, c] |= pattern[pivot, c];
        }
        return chosen;
    }

    private static int[,] Filled(int size)
    {
        var table = new int[size, size];
        for (int i = 0; i < size; i++) for (int j = 0; j < size; j++) table[i, j] = -1;
        return table;
    }
}
