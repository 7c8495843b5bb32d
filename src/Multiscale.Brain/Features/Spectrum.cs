namespace Multiscale.Brain;

/// <summary>Power against frequency: power[k] at (k + 1) <paramref name="Resolution"/> [Hz].</summary>
public readonly record struct Spectrum(double[] Power, double Resolution)
{
    /// <summary>delta, theta, alpha, beta, gamma [Hz].</summary>
    public static (string Name, double Low, double High)[] Bands { get; } = [("delta", 0.5, 4), ("theta", 4, 8), ("alpha", 8, 12), ("beta", 12, 30), ("gamma", 30, 100)];

    public double FrequencyOf(int k) => (k + 1) * Resolution;

    /// <summary>Share of the power in a band, low included, high not; from 0 to 1.</summary>
    public double Share(double low, double high)
    {
        double inside = 0, all = 0;
        for (int k = 0; k < Power.Length; k++)
        {
            all += Power[k];
            if (FrequencyOf(k) >= low && FrequencyOf(k) < high) inside += Power[k];
        }
        return inside / all;
    }

    /// <summary>As published: Simpson's rule over the band, both ends included, over Simpson's rule over all; on line spectra it can exceed 1.</summary>
    public double PublishedShare(double low, double high)
    {
        int first = 0, last = -1;
        for (int k = 0; k < Power.Length; k++)
        {
            if (FrequencyOf(k) < low) first = k + 1;
            if (FrequencyOf(k) <= high) last = k;
        }
        return Simpson(Power.AsSpan(first, Math.Max(0, last + 1 - first))) / Simpson(Power);
    }

    /// <summary>Exponent a, and R2, of the least-squares fit ln P = b - a ln f in [low, high]; bins weigh 1/f, so that each octave counts alike.</summary>
    public (double Slope, double R2) Slope(double low, double high)
    {
        double w = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
        for (int k = 0; k < Power.Length; k++)
        {
            double f = FrequencyOf(k);
            if (f < low || f > high || !(Power[k] > 0)) continue;
            Add(1 / f, Math.Log(f), Math.Log(Power[k]));
        }
        return Fit(w, x, y, xx, xy, yy);

        void Add(double weight, double lf, double lp)
        {
            w += weight; x += weight * lf; y += weight * lp;
            xx += weight * lf * lf; xy += weight * lf * lp; yy += weight * lp * lp;
        }
    }

    /// <summary>As published: every tenth bin from 0.1 to 1000 Hz, bins weigh alike.</summary>
    public (double Slope, double R2) PublishedSlope()
    {
        double w = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
        int bin = 0;
        for (int k = 0; k < Power.Length; k++)
        {
            double f = FrequencyOf(k);
            if (f <= 0.1 || f >= 1000 || bin++ % 10 != 0) continue;
            double lf = Math.Log(f), lp = Math.Log(Power[k]);
            w++; x += lf; y += lp; xx += lf * lf; xy += lf * lp; yy += lp * lp;
        }
        return Fit(w, x, y, xx, xy, yy);
    }

    private static (double, double) Fit(double w, double x, double y, double xx, double xy, double yy)
    {
        double covariance = xy - x * y / w, spread = xx - x * x / w, variance = yy - y * y / w;
        return (-covariance / spread, covariance * covariance / (spread * variance));
    }

    /// <summary>Simpson's rule with unit spacing; for an even number of points the mean of the two ways to take one interval by the trapezoid.</summary>
    internal static double Simpson(ReadOnlySpan<double> y)
    {
        if (y.Length < 2) return 0;
        if (y.Length % 2 == 1) return Odd(y);
        return 0.5 * (Odd(y[..^1]) + 0.5 * (y[^2] + y[^1]) + Odd(y[1..]) + 0.5 * (y[0] + y[1]));

        static double Odd(ReadOnlySpan<double> y)
        {
            double sum = 0;
            for (int k = 0; k + 2 < y.Length; k += 2) sum += y[k] + 4 * y[k + 1] + y[k + 2];
            return sum / 3;
        }
    }
}
