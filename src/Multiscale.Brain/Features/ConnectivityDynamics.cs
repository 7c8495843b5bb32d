using System.Runtime.Intrinsics;

namespace Multiscale.Brain;

/// <summary>
/// Functional connectivity dynamics: how much the connectivity of one window resembles that of another. Connectivities of windows come from sums over
/// steps; their variance over all pairs of different windows is the feature. As published, rows are whole matrices, diagonals included, and the variance is
/// taken over a matrix whose lower part is zero.
/// </summary>
internal sealed unsafe class ConnectivityDynamics
{
    private const int FirstDiagonal = 2;

    private readonly int regions, pairs, length, windows, stepsPerWindow, steps, step;
    private readonly bool published;
    private readonly LaneArray rows, products;
    private readonly Vector512<double>[] diagonals;

    public ConnectivityDynamics(int regions, int samples, int window, int step, bool published)
    {
        (this.regions, this.step, this.published) = (regions, step, published);
        stepsPerWindow = window / step;
        steps = samples / step;
        // The published loop ends one window early.
        windows = published ? Math.Max(0, (samples - window + step - 1) / step) : Math.Max(0, steps - stepsPerWindow + 1);
        pairs = regions * (regions - 1) / 2;
        length = pairs | 1;
        bool any = Possible;
        rows = new LaneArray(any ? (long)PairSums.Padded(windows) * length : 1);
        diagonals = new Vector512<double>[windows];
        products = new LaneArray(any ? PairSums.Count(windows) : 1);
    }

    /// <summary>Whether there are windows enough for a variance.</summary>
    public bool Possible => windows > (published ? FirstDiagonal : 1);

    public int Steps => steps;

    /// <summary>Variance per lane, from the sums of each step: products of pairs and, for correlations, sums of regions. Both are overwritten by their running totals.</summary>
    /// <param name="pairSums">[step][pair]: of values less their means over the whole trace, or of the cosines of phase differences.</param>
    /// <param name="regionSums">[step][region]; null: the sums, divided by the samples, are the connectivity itself.</param>
    public void Variance(Vector512<double>* pairSums, Vector512<double>* regionSums, Span<double> variance)
    {
        int all = PairSums.Count(regions);
        var count = Vector512.Create((double)stepsPerWindow * step);
        Span<Vector512<double>> means = new Vector512<double>[regions], deviations = new Vector512<double>[regions];
        Accumulate(pairSums, all);
        if (regionSums is not null) Accumulate(regionSums, regions);
        for (int w = 0; w < windows; w++)
        {
            var row = rows.Data + (long)w * length;
            if (regionSums is not null)
                for (int r = 0; r < regions; r++)
                {
                    means[r] = Sum(regionSums + r, w, regions) / count;
                    deviations[r] = Vector512.Sqrt(Sum(pairSums + PairSums.Row(r, regions) + r, w, all) / count - means[r] * means[r]);
                }
            int k = 0;
            var total = Vector512<double>.Zero;
            for (int i = 0; i < regions; i++)
            {
                int first = PairSums.Row(i, regions);
                for (int j = i + 1; j < regions; j++, k++)
                {
                    var c = Sum(pairSums + first + j, w, all) / count;
                    if (regionSums is not null) c = (c - means[i] * means[j]) / (deviations[i] * deviations[j]);
                    // A constant region is connected to nothing.
                    c = Vector512.ConditionalSelect(Vector512.Equals(c, c), c, Vector512<double>.Zero);
                    row[k] = c;
                    total += c;
                }
            }
            Normalise(w, total);
        }
        products.Clear();
        PairSums.Products(rows.Data, length, windows, 0, pairs, products.Data);
        for (int lane = 0; lane < LaneArray.Lanes; lane++) variance[lane] = published ? PublishedVariance(lane) : Variance(lane);
    }

    private void Accumulate(Vector512<double>* sums, int stride)
    {
        for (long k = stride; k < (long)steps * stride; k++) sums[k] += sums[k - stride];
    }

    private Vector512<double> Sum(Vector512<double>* totals, int window, int stride)
    {
        var end = totals[(long)(window + stepsPerWindow - 1) * stride];
        return window == 0 ? end : end - totals[(long)(window - 1) * stride];
    }

    /// <summary>A row less its mean, with length 1; whole matrices count each pair twice and the diagonal of ones.</summary>
    private void Normalise(int window, Vector512<double> total)
    {
        var row = rows.Data + (long)window * length;
        var mean = published
            ? (total * 2 + Vector512.Create((double)regions)) / Vector512.Create((double)regions * regions)
            : total / Vector512.Create((double)pairs);
        var square = Vector512<double>.Zero;
        for (int k = 0; k < pairs; k++)
        {
            row[k] -= mean;
            square = Vector512.FusedMultiplyAdd(row[k], row[k], square);
        }
        var diagonal = Vector512<double>.One - mean;
        if (published) square = square * 2 + diagonal * diagonal * regions;
        var scale = Vector512<double>.One / Vector512.Sqrt(square);
        for (int k = 0; k < pairs; k++) row[k] *= scale;
        diagonals[window] = diagonal * scale;
    }

    private double Resemblance(int v, int w, int lane)
    {
        double product = products.Data[PairSums.Row(v, windows) + w][lane];
        return published ? 2 * product + regions * diagonals[v][lane] * diagonals[w][lane] : product;
    }

    private double Variance(int lane)
    {
        double sum = 0, squares = 0;
        int n = windows * (windows - 1) / 2;
        for (int v = 0; v < windows; v++)
            for (int w = v + 1; w < windows; w++) sum += Resemblance(v, w, lane);
        double mean = sum / n;
        for (int v = 0; v < windows; v++)
            for (int w = v + 1; w < windows; w++) squares += (Resemblance(v, w, lane) - mean) * (Resemblance(v, w, lane) - mean);
        return squares / n;
    }

    private double PublishedVariance(int lane)
    {
        double sum = 0, squares = 0, n = (double)windows * windows;
        int entries = 0;
        for (int v = 0; v < windows; v++)
            for (int w = v + FirstDiagonal; w < windows; w++, entries++) sum += Resemblance(v, w, lane);
        double mean = sum / n;
        for (int v = 0; v < windows; v++)
            for (int w = v + FirstDiagonal; w < windows; w++) squares += (Resemblance(v, w, lane) - mean) * (Resemblance(v, w, lane) - mean);
        return (squares + (n - entries) * mean * mean) / n;
    }
}
