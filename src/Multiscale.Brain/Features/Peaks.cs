namespace Multiscale.Brain;

/// <summary>Local maxima of a curve.</summary>
internal static class Peaks
{
    /// <summary>
    /// Inner maxima (the middle of flat ones) and their prominences: how far one must descend from a peak before reaching a higher one, or an end.
    /// </summary>
    public static List<(int At, double Prominence)> Of(ReadOnlySpan<double> y, double leastProminence)
    {
        double[] left = new double[y.Length], right = new double[y.Length];
        var reversed = y.ToArray();
        Array.Reverse(reversed);
        Descend(y, left);
        Descend(reversed, right);
        var found = new List<(int, double)>();
        for (int i = 1; i < y.Length - 1;)
        {
            int end = i;
            while (end + 1 < y.Length && y[end + 1] == y[i]) end++;
            if (y[i - 1] < y[i] && end + 1 < y.Length && y[end + 1] < y[i])
            {
                int at = (i + end) / 2;
                double prominence = y[at] - Math.Max(left[at], right[y.Length - 1 - at]);
                if (prominence >= leastProminence) found.Add((at, prominence));
            }
            i = end + 1;
        }
        return found;
    }

    /// <summary>The least value between each point and the next higher one before it, or the start: those in between are taken off a stack, each once.</summary>
    private static void Descend(ReadOnlySpan<double> y, double[] least)
    {
        var higher = new int[y.Length];
        int count = 0;
        for (int i = 0; i < y.Length; i++)
        {
            least[i] = y[i];
            for (; count > 0 && y[higher[count - 1]] <= y[i]; count--) least[i] = Math.Min(least[i], least[higher[count - 1]]);
            higher[count++] = i;
        }
    }
}
