using System.Runtime.Intrinsics;

namespace Multiscale.Brain;

/// <summary>How UP and DOWN states are told apart.</summary>
/// <param name="Width">Standard deviation of what smooths the rate [samples].</param>
/// <param name="Shortest">States shorter than this belong to the one before [samples].</param>
/// <param name="Step">Duration of a sample [ms].</param>
/// <param name="Published">As in the TVB-AdEx scripts: the smoothed rate falls off at both ends; a short state at the start takes the value of the last
/// sample; one interval is missing from each dwell time but the last.</param>
internal readonly record struct UpDownRule(double Width, double Shortest, double Step, bool Published);

/// <summary>
/// UP and DOWN states of a rate: UP where the rate, smoothed, exceeds 0.3 of its maximum plus 0.2 Hz. Smoothing: three moving averages, which together
/// come close to a Gaussian, and at the ends over what there is; or the published Gaussian.
/// </summary>
internal sealed unsafe class UpDownStates
{
    private const double Share = 0.3, Least = 0.2;

    private readonly UpDownRule rule;
    private readonly int samples, half;
    private readonly double[] taps = [], coverage = [];
    private readonly LaneArray padded, twice, smooth;
    private readonly byte[] up;
    private readonly int[] changes;
    private int changeCount;

    public UpDownStates(UpDownRule rule, int samples)
    {
        (this.rule, this.samples) = (rule, samples);
        smooth = new LaneArray(samples);
        if (rule.Published)
        {
            // 8.5 standard deviations reach below the rounding of the published sums.
            half = (int)Math.Min(Math.Ceiling(8.5 * rule.Width), samples / 2);
            taps = [.. Enumerable.Range(0, half + 1).Select(d => Math.Exp(-0.5 * d * d / (rule.Width * rule.Width)) / (rule.Width * Math.Sqrt(2 * Math.PI)))];
        }
        else
        {
            // Three moving averages over n samples have the variance (n^2 - 1) / 4.
            half = Math.Max(1, (int)Math.Round((Math.Sqrt(4 * rule.Width * rule.Width + 1) - 1) / 2));
            coverage = Coverage();
        }
        padded = new LaneArray(samples + 4 * half + 1);
        twice = new LaneArray(rule.Published ? 1 : samples + 4 * half + 1);
        (up, changes) = (new byte[samples], new int[samples]);
    }

    /// <summary>Mean durations [s] of UP and DOWN states per lane; NaN where there is none.</summary>
    public void Durations(Vector512<double>* rate, Span<double> upSeconds, Span<double> downSeconds)
    {
        if (rule.Published) Convolve(rate);
        else Average(rate);
        var most = smooth.Data[0];
        for (int t = 1; t < samples; t++) most = Vector512.MaxNative(most, smooth.Data[t]);
        var threshold = most * Share + Vector512.Create(Least);
        changeCount = 0;
        for (int t = 0; t < samples; t++)
        {
            up[t] = (byte)Vector512.GreaterThan(smooth.Data[t], threshold).ExtractMostSignificantBits();
            if (t > 0 && up[t] != up[t - 1]) changes[changeCount++] = t;
        }
        for (int lane = 0; lane < LaneArray.Lanes; lane++) Durations(lane, ref upSeconds[lane], ref downSeconds[lane]);
    }

    /// <summary>Three sums in a row over the 2 half + 1 samples around each, those outside being zero; the second follows the first by half, the third the second.</summary>
    private void Average(Vector512<double>* rate)
    {
        int width = 2 * half + 1, ahead = 3 * half;
        Vector512<double> none = Vector512<double>.Zero, first = none, second = none, third = none;
        // What lies before and after the samples stays zero.
        Vector512<double>* one = padded.Data + width, two = twice.Data + width, to = smooth.Data;
        int t = 0, whole = Math.Min(samples, Math.Max(width, ahead));
        for (; t < whole; t++) Guarded(t, rate, one, two, to, ref first, ref second, ref third);
        // Copies: what is passed by reference does not stay in registers.
        var (x, y, z) = (first, second, third);
        for (; t < samples; t++)
        {
            x += rate[t] - rate[t - width];
            one[t - half] = x;
            y += x - one[t - half - width];
            two[t - 2 * half] = y;
            z += y - two[t - 2 * half - width];
            to[t - ahead] = z * coverage[t - ahead];
        }
        (first, second, third) = (x, y, z);
        for (; t < samples + ahead; t++) Guarded(t, rate, one, two, to, ref first, ref second, ref third);
    }

    /// <summary>The same near the ends.</summary>
    private void Guarded(int t, Vector512<double>* rate, Vector512<double>* one, Vector512<double>* two, Vector512<double>* to, ref Vector512<double> first, ref Vector512<double> second, ref Vector512<double> third)
    {
        int width = 2 * half + 1, a = t - half, b = a - half, c = b - half;
        first += (t < samples ? rate[t] : Vector512<double>.Zero) - (t >= width && t - width < samples ? rate[t - width] : Vector512<double>.Zero);
        if (a >= 0 && a < samples) one[a] = first;
        if (a >= 0) second += one[a] - one[a - width];
        if (b >= 0 && b < samples) two[b] = second;
        if (b >= 0) third += two[b] - two[b - width];
        if (c >= 0 && c < samples) to[c] = third * coverage[c];
    }

    /// <summary>1 over what the three averages make of a trace of ones.</summary>
    private double[] Coverage()
    {
        double[] ones = new double[samples], next = new double[samples];
        Array.Fill(ones, 1);
        for (int pass = 0; pass < 3; pass++)
        {
            for (int t = 0; t < samples; t++)
            {
                next[t] = 0;
                for (int d = Math.Max(-half, -t); d <= half && t + d < samples; d++) next[t] += ones[t + d];
            }
            (ones, next) = (next, ones);
        }
        return Array.ConvertAll(ones, c => 1 / c);
    }

    /// <summary>The published Gaussian, as a sum.</summary>
    private void Convolve(Vector512<double>* rate)
    {
        new Span<Vector512<double>>(rate, samples).CopyTo(new Span<Vector512<double>>(padded.Data + half, samples));
        for (int t = 0; t < samples; t += 4)
        {
            var at = padded.Data + half + t;
            var w = Vector512.Create(taps[0]);
            var (s0, s1, s2, s3) = (at[0] * w, at[1] * w, at[2] * w, at[3] * w);
            // A kernel as long as the trace has one tap less on one side.
            int twoSided = 2 * half == samples ? half - 1 : half;
            for (int d = 1; d <= twoSided; d++)
            {
                w = Vector512.Create(taps[d]);
                s0 = Vector512.FusedMultiplyAdd(at[-d] + at[d], w, s0);
                s1 = Vector512.FusedMultiplyAdd(at[1 - d] + at[1 + d], w, s1);
                s2 = Vector512.FusedMultiplyAdd(at[2 - d] + at[2 + d], w, s2);
                s3 = Vector512.FusedMultiplyAdd(at[3 - d] + at[3 + d], w, s3);
            }
            if (twoSided < half)
            {
                w = Vector512.Create(taps[half]);
                (s0, s1, s2, s3) = (s0 + at[half] * w, s1 + at[half + 1] * w, s2 + at[half + 2] * w, s3 + at[half + 3] * w);
            }
            smooth.Data[t] = s0;
            if (t + 1 < samples) smooth.Data[t + 1] = s1;
            if (t + 2 < samples) smooth.Data[t + 2] = s2;
            if (t + 3 < samples) smooth.Data[t + 3] = s3;
        }
    }

    /// <summary>The states of one lane as runs; runs that are too short join the one before, then the dwell times are averaged.</summary>
    private void Durations(int lane, ref double upSeconds, ref double downSeconds)
    {
        int bit = 1 << lane;
        Span<double> sum = [0, 0];
        Span<int> count = [0, 0];
        bool state = (up[0] & bit) != 0, atStart = true;
        int start = 0, runStart = 0;
        for (int c = 0; c <= changeCount; c++)
        {
            int t = c < changeCount ? changes[c] : samples;
            if (t < samples && ((up[t] ^ up[t - 1]) & bit) == 0) continue;
            // The run [runStart, t) ends here.
            bool value = (up[runStart] & bit) != 0, enough = t - runStart >= rule.Shortest;
            if (runStart == 0 && !enough && rule.Published) (value, enough) = ((up[samples - 1] & bit) != 0, true);
            if (enough && atStart) (state, atStart) = (value, false);
            else if (enough && value != state)
            {
                Add(state, runStart - start, last: false, sum, count);
                (state, start) = (value, runStart);
            }
            runStart = t;
        }
        Add(state, samples - start, last: true, sum, count);
        upSeconds = count[1] == 0 ? double.NaN : sum[1] / count[1] / 1000;
        downSeconds = count[0] == 0 ? double.NaN : sum[0] / count[0] / 1000;
    }

    private void Add(bool state, int length, bool last, Span<double> sum, Span<int> count)
    {
        int s = state ? 1 : 0;
        // Equal neighbours are counted, one fewer than samples; the last sample adds one.
        sum[s] += (rule.Published && !last ? length - 1 : length) * rule.Step;
        count[s]++;
    }
}
