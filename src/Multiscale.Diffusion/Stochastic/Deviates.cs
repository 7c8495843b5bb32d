namespace Multiscale.Diffusion;

/// <summary>
/// Binomial and Poisson deviates: by inversion where the mean is small, else by transformed rejection (Hoermann 1993: algorithms BTRS and PTRS).
/// </summary>
internal static class Deviates
{
    private const double InversionBelow = 10;

    /// <summary>Successes among n trials of probability p.</summary>
    public static long Binomial(ref Draws draws, long n, double p)
    {
        if (n <= 0 || p <= 0) return 0;
        if (p >= 1) return n;
        if (p > 0.5) return n - Binomial(ref draws, n, 1 - p);
        return n * p < InversionBelow ? BinomialByInversion(ref draws, n, p) : BinomialByRejection(ref draws, n, p);
    }

    public static long Poisson(ref Draws draws, double mean)
    {
        if (mean <= 0) return 0;
        if (mean >= InversionBelow) return PoissonByRejection(ref draws, mean);
        double u = draws.Uniform(), term = Math.Exp(-mean);
        long k = 0;
        while (u >= term && k < 1000)
        {
            u -= term;
            term *= mean / ++k;
        }
        return k;
    }

    private static long BinomialByInversion(ref Draws draws, long n, double p)
    {
        double odds = p / (1 - p), u = draws.Uniform(), term = Math.Exp(n * Math.Log(1 - p));
        long k = 0;
        while (u >= term && k < n)
        {
            u -= term;
            k++;
            term *= odds * (n - k + 1) / k;
        }
        return k;
    }

    private static long BinomialByRejection(ref Draws draws, long n, double p)
    {
        double q = 1 - p, deviation = Math.Sqrt(n * p * q), b = 1.15 + 2.53 * deviation, a = -0.0873 + 0.0248 * b + 0.01 * p;
        double centre = n * p + 0.5, alpha = (2.83 + 5.1 / b) * deviation, v0 = 0.92 - 4.2 / b, odds = p / q;
        double mode = Math.Floor((n + 1) * p);
        while (true)
        {
            double u = draws.Uniform() - 0.5, v = draws.Uniform(), us = 0.5 - Math.Abs(u);
            double k = Math.Floor((2 * a / us + b) * u + centre);
            if (us >= 0.07 && v <= v0) return (long)k;
            if (k < 0 || k > n) continue;
            v = Math.Log(v * alpha / (a / (us * us) + b));
            double bound = (mode + 0.5) * Math.Log((mode + 1) / (odds * (n - mode + 1))) + (n + 1) * Math.Log((n - mode + 1) / (n - k + 1))
                + (k + 0.5) * Math.Log(odds * (n - k + 1) / (k + 1)) + StirlingTail(mode) + StirlingTail(n - mode) - StirlingTail(k) - StirlingTail(n - k);
            if (v <= bound) return (long)k;
        }
    }

    private static long PoissonByRejection(ref Draws draws, double mean)
    {
        double b = 0.931 + 2.53 * Math.Sqrt(mean), a = -0.059 + 0.02483 * b, alpha = 1.1239 + 1.1328 / (b - 3.4), v0 = 0.9277 - 3.6224 / (b - 2);
        while (true)
        {
            double u = draws.Uniform() - 0.5, v = draws.Uniform(), us = 0.5 - Math.Abs(u);
            double k = Math.Floor((2 * a / us + b) * u + mean + 0.43);
            if (us >= 0.07 && v <= v0) return (long)k;
            if (k < 0 || (us < 0.013 && v > us)) continue;
            if (Math.Log(v * alpha / (a / (us * us) + b)) <= k * Math.Log(mean) - mean - LogFactorial(k)) return (long)k;
        }
    }

    private static double LogFactorial(double k) => (k + 0.5) * Math.Log(k + 1) - (k + 1) + 0.5 * Math.Log(2 * Math.PI) + StirlingTail(k);

    /// <summary>log k! - [log sqrt(2 pi) + (k + 1/2) log(k + 1) - (k + 1)].</summary>
    private static double StirlingTail(double k)
    {
        if (k < Tails.Length) return Tails[(int)k];
        double x = 1 / (k + 1), square = x * x;
        return (1.0 / 12 - (1.0 / 360 - square / 1260) * square) * x;
    }

    private static readonly double[] Tails = SmallTails();

    private static double[] SmallTails()
    {
        var tails = new double[10];
        double logFactorial = 0;
        for (int k = 0; k < tails.Length; k++)
        {
            if (k > 0) logFactorial += Math.Log(k);
            tails[k] = logFactorial - (0.5 * Math.Log(2 * Math.PI) + (k + 0.5) * Math.Log(k + 1) - (k + 1));
        }
        return tails;
    }
}
