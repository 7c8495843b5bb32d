namespace Multiscale.Brain;

/// <summary>Local maxima of a curve.</summary>
internal static class Peaks
{
    /// <summary>
    /// Inner maxima (the middle of flat ones) and their prominences: how far one must descend from a peak before reaching a higher one, or an end.
    /// </summary>
    public static List<(int At, double Prominence)> Of(ReadOnlySpan<double> y, double leastProminence)
    {
        var found = new List<(int, double)>();
        for (int i = 1; i < y.Length - 1;)
        {
            int end = i;
            while (end + 1 < y.Length && y[end + 1] == y[i]) end++;
            if (y[i - 1] < y[i] && end + 1 < y.Length && y[end + 1] < y[i])
            {
                int at = (i + end) / 2;
                double p = Prominence(y, at);
                if (p >= leastProminence) found.Add((at, p));
            }
            i = end + 1;
        }
        return found;
    }

    private static double Prominence(ReadOnlySpan<double> y, int at)
    {
        double left = y[at], right = y[at];
        for (int i = at - 1; i >= 0 && y[i] <= y[at]; i--) left = Math.Min(left, y[i]);
        for (int i = at + 1; i < y.Length && y[i] <= y[at]; i++) right = Math.Min(right, y[i]);
        return y[at] - Math.Max(left, right);
    }
}
