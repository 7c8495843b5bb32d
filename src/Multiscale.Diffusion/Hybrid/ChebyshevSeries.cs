namespace Multiscale.Diffusion;

/// <summary>
/// Chebyshev series, in y = 1 - z / x over 0 &lt;= z &lt;= 2 x, of the means over a unit step of exp(-z t) and of t exp(-z t): (1 - exp(-z)) / z and (1 - (1 + z) exp(-z)) / z^2.
/// </summary>
internal sealed class ChebyshevSeries
{
    // Terms fall as exp(-n^2 / 2 x), and faster beyond x.
    private const double Negligible = 1e-10, PerRoot = 7;
    private const int Few = 14;

    private double preparedFor = double.NaN;

    /// <summary>Terms that matter.</summary>
    public int Terms { get; private set; }

    /// <summary>Coefficients of (1 - exp(-z)) / z.</summary>
    public double[] Means { get; private set; } = [];

    /// <summary>Coefficients of (1 - (1 + z) exp(-z)) / z^2.</summary>
    public double[] Times { get; private set; } = [];

    public void Prepare(double x)
    {
        if (x == preparedFor) return;
        preparedFor = x;
        int nodes = Few + (int)(PerRoot * Math.Sqrt(x));
        if (Means.Length < nodes) (Means, Times) = (new double[2 * nodes], new double[2 * nodes]);
        Array.Clear(Means);
        Array.Clear(Times);
        for (int j = 0; j < nodes; j++)
        {
            double angle = Math.PI * (j + 0.5) / nodes, z = x * (1 - Math.Cos(angle)), mean = Mean(z), time = Time(z);
            for (int n = 0; n < nodes; n++)
            {
                double weight = (n == 0 ? 1.0 : 2.0) / nodes * Math.Cos(n * angle);
                Means[n] += weight * mean;
                Times[n] += weight * time;
            }
        }
        for (Terms = nodes; Terms > 1 && Math.Abs(Means[Terms - 1]) < Negligible * Means[0]; Terms--) { }
    }

    private static double Mean(double z) => z < 1e-4 ? 1 - z / 2 + z * z / 6 : (1 - Math.Exp(-z)) / z;

    private static double Time(double z) => z < 1e-2 ? 0.5 - z / 3 + z * z / 8 - z * z * z / 30 + z * z * z * z / 144 : (1 - (1 + z) * Math.Exp(-z)) / (z * z);
}
