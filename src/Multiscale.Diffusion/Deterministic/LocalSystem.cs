namespace Multiscale.Diffusion;

/// <summary>A small dense linear system: Gaussian elimination with partial pivoting, factors kept for several right-hand sides.</summary>
internal sealed class LocalSystem(int size)
{
    private readonly double[] entries = new double[size * size];
    private readonly int[] pivots = new int[size];

    /// <summary>Row i of the matrix to be factorised.</summary>
    public Span<double> Row(int i) => entries.AsSpan(i * size, size);

    /// <summary>Factorises the rows in place; false where the matrix is singular or not finite.</summary>
    public bool Factorize()
    {
        for (int k = 0; k < size; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < size; i++)
                if (Math.Abs(entries[i * size + k]) > Math.Abs(entries[pivot * size + k])) pivot = i;
            double largest = Math.Abs(entries[pivot * size + k]);
            if (!(largest > 0) || !double.IsFinite(largest)) return false;
            pivots[k] = pivot;
            if (pivot != k)
                for (int j = 0; j < size; j++) (entries[k * size + j], entries[pivot * size + j]) = (entries[pivot * size + j], entries[k * size + j]);
            var upper = Row(k);
            for (int i = k + 1; i < size; i++)
            {
                var row = Row(i);
                if (row[k] == 0) continue;
                double factor = row[k] /= upper[k];
                for (int j = k + 1; j < size; j++) row[j] -= factor * upper[j];
            }
        }
        return true;
    }

    /// <summary>Overwrites the right-hand side by the solution.</summary>
    public void Solve(Span<double> b)
    {
        for (int k = 0; k < size; k++) (b[k], b[pivots[k]]) = (b[pivots[k]], b[k]);
        for (int i = 1; i < size; i++)
            for (int j = 0; j < i; j++) b[i] -= entries[i * size + j] * b[j];
        for (int i = size - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < size; j++) b[i] -= entries[i * size + j] * b[j];
            b[i] /= entries[i * size + i];
        }
    }
}
