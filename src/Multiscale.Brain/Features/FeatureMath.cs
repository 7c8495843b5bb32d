namespace Multiscale.Brain;

/// <summary>Means that leave out what is not a number.</summary>
internal static class FeatureMath
{
    public static double MeanOfNumbers(ReadOnlySpan<double> values)
    {
        double sum = 0;
        int n = 0;
        foreach (double v in values)
            if (!double.IsNaN(v)) { sum += v; n++; }
        return n == 0 ? double.NaN : sum / n;
    }
}
