namespace Multiscale.Brain;

/// <summary>Pearson's correlation; NaN pairs are left out, and a constant side gives NaN.</summary>
public static class Correlation
{
    public static double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double mx = 0, my = 0;
        int n = 0;
        for (int k = 0; k < x.Length; k++)
            if (!double.IsNaN(x[k]) && !double.IsNaN(y[k])) { mx += x[k]; my += y[k]; n++; }
        (mx, my) = (mx / n, my / n);
        double xx = 0, xy = 0, yy = 0;
        for (int k = 0; k < x.Length; k++)
        {
            double a = x[k] - mx, b = y[k] - my;
            if (double.IsNaN(a) || double.IsNaN(b)) continue;
            xx += a * a; xy += a * b; yy += b * b;
        }
        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : double.NaN;
    }

    /// <summary>Above the diagonal, row by row, of the symmetric part of a square matrix.</summary>
    public static double[] AboveDiagonal(ReadOnlySpan<double> matrix, int n)
    {
        var values = new double[n * (n - 1) / 2];
        for (int i = 0, k = 0; i < n; i++)
            for (int j = i + 1; j < n; j++) values[k++] = 0.5 * (matrix[i * n + j] + matrix[j * n + i]);
        return values;
    }

    /// <summary>The symmetric matrix with ones on its diagonal whose upper triangle is given.</summary>
    public static double[] WholeMatrix(ReadOnlySpan<double> aboveDiagonal, int n)
    {
        var matrix = new double[n * n];
        for (int i = 0, k = 0; i < n; i++)
        {
            matrix[i * n + i] = 1;
            for (int j = i + 1; j < n; j++) matrix[i * n + j] = matrix[j * n + i] = aboveDiagonal[k++];
        }
        return matrix;
    }
}
