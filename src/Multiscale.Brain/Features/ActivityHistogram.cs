using System.Runtime.Intrinsics;

namespace Multiscale.Brain;

/// <summary>
/// Asynchronous irregular or UP-DOWN activity, told by the histogram of a region's rate in 101 bins from 0 to 100 Hz: with its two most prominent peaks
/// both above bin 5, or rates above 120 Hz, the region counts as asynchronous.
/// </summary>
internal sealed unsafe class ActivityHistogram(int samples, bool published)
{
    private const int Bins = 101, LowestBin = 5;
    private const double Most = 100, Beyond = 120, PublishedProminence = 100;

    private readonly int[] counts = new int[LaneArray.Lanes * (Bins + 1)];
    private readonly double[] padded = new double[Bins + 2];

    /// <summary>1 for asynchronous, 0 for not, per lane.</summary>
    public void Classify(Vector512<double>* rate, Vector512<double> greatest, Span<double> asynchronous)
    {
        Array.Clear(counts);
        var scale = Vector512.Create(Bins / Most);
        var (none, beyond) = (Vector512<double>.Zero, Vector512.Create((double)Bins));
        var bins = stackalloc Vector512<long>[1];
        long* bin = (long*)bins;
        fixed (int* to = counts)
            for (int t = 0; t < samples; t++)
            {
                // A bin more takes what lies above.
                *bins = Vector512.ConvertToInt64(Vector512.Max(Vector512.Min(rate[t] * scale, beyond), none));
                for (int lane = 0; lane < LaneArray.Lanes; lane++) to[lane * (Bins + 1) + bin[lane]]++;
            }
        for (int lane = 0; lane < LaneArray.Lanes; lane++)
            asynchronous[lane] = greatest[lane] > Beyond || IsAsynchronous(counts.AsSpan(lane * (Bins + 1), Bins)) ? 1 : 0;
    }

    private bool IsAsynchronous(ReadOnlySpan<int> histogram)
    {
        int least = int.MaxValue;
        for (int b = 0; b < Bins; b++) least = Math.Min(least, histogram[b]);
        padded[0] = padded[^1] = least;
        for (int b = 0; b < Bins; b++) padded[b + 1] = histogram[b];
        // 100 counts as published, whatever the length; otherwise one in 30 samples, which is the same for their 3 s at 1 kHz.
        var peaks = Peaks.Of(padded, published ? PublishedProminence : samples / 30.0);
        if (peaks.Count == 0) return false;
        int lowest = Bins;
        foreach (var (at, _) in peaks.OrderByDescending(p => p.Prominence).Take(2)) lowest = Math.Min(lowest, at - 1);
        return lowest > LowestBin;
    }
}
