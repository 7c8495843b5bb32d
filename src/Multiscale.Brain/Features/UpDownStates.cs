using System.Runtime.Intrinsics;

namespace Multiscale.Brain;

/// <summary>How UP and DOWN states are told apart.</summary>
/// <param name="Width">Standard deviation of the Gaussian that smooths the rate [samples].</param>
/// <param name="Shortest">States shorter than this belong to the one before [samples].</param>
/// <param name="Step">Duration of a sample [ms].</param>
/// <param name="Published">As in the TVB-AdEx scripts: the smoothed rate falls off at both ends; a short state at the start takes the value of the last
/// sample; one interval is missing from each dwell time but the last.</param>
internal readonly record struct UpDownRule(double Width, double Shortest, double Step, bool Published);

/// <summary>
/// UP and DOWN states of a rate: UP where the rate, smoothed by a Gaussian, exceeds 0.3 of its maximum plus 0.2 Hz.
/// </summary>
internal sealed unsafe class UpDownStates
{
    private const double Share = 0.3, Least = 0.2;

    private readonly UpDownRule rule;
    private readonly int samples, half;
    private readonly double[] taps, coverage;
    private readonly LaneArray padded, smooth;
    private readonly byte[] up, changed;

    public UpDownStates(UpDownRule rule, int samples)
    {
        (this.rule, this.samples) = (rule, samples);
        // 8.5 standard deviations reach below the rounding of the published sums; 4 are enough otherwise.
        half = (int)Math.Min(Math.Ceiling((rule.Published ? 8.5 : 4) * rule.Width), rule.Published ? samples / 2 : samples - 1);
        taps = new double[half + 1];
        for (int d = 0; d <= half; d++) taps[d] = Math.Exp(-0.5 * d * d / (rule.Width * rule.Width));
        double sum = rule.Published ? rule.Width * Math.Sqrt(2 * Math.PI) : 2 * taps.Sum() - taps[0];
        for (int d = 0; d <= half; d++) taps[d] /= sum;
        coverage = new double[samples];
        for (int t = 0; t < samples; t++)
            for (int d = -half; d <= half; d++)
                if (t + d >= 0 && t + d < samples) coverage[t] += taps[Math.Abs(d)];
        if (rule.Published) Array.Fill(coverage, 1);
        padded = new LaneArray(samples + 2 * half);
        smooth = new LaneArray(samples);
        (up, changed) = (new byte[samples], new byte[samples]);
    }

    /// <summary>Mean durations [s] of UP and DOWN states per lane; NaN where there is none.</summary>
    public void Durations(Vector512<double>* rate, Span<double> upSeconds, Span<double> downSeconds)
    {
        Smooth(rate);
        var most = smooth.Data[0];
        for (int t = 1; t < samples; t++) most = Vector512.Max(most, smooth.Data[t]);
        var threshold = most * Share + Vector512.Create(Least);
        byte before = 0;
        for (int t = 0; t < samples; t++)
        {
            up[t] = (byte)Vector512.GreaterThan(smooth.Data[t], threshold).ExtractMostSignificantBits();
            changed[t] = t == 0 ? (byte)0 : (byte)(up[t] ^ before);
            before = up[t];
        }
        for (int lane = 0; lane < LaneArray.Lanes; lane++) Durations(lane, ref upSeconds[lane], ref downSeconds[lane]);
    }

    private void Smooth(Vector512<double>* rate)
    {
        new Span<Vector512<double>>(rate, samples).CopyTo(new Span<Vector512<double>>(padded.Data + half, samples));
        for (int t = 0; t < samples; t += 4)
        {
            var at = padded.Data + half + t;
            var w = Vector512.Create(taps[0]);
            var (s0, s1, s2, s3) = (at[0] * w, at[1] * w, at[2] * w, at[3] * w);
            // A kernel as long as the trace has one tap less on one side.
            int twoSided = 2 * half == samples && rule.Published ? half - 1 : half;
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
            smooth.Data[t] = s0 / Vector512.Create(coverage[t]);
            if (t + 1 < samples) smooth.Data[t + 1] = s1 / Vector512.Create(coverage[t + 1]);
            if (t + 2 < samples) smooth.Data[t + 2] = s2 / Vector512.Create(coverage[t + 2]);
            if (t + 3 < samples) smooth.Data[t + 3] = s3 / Vector512.Create(coverage[t + 3]);
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
        for (int t = 1; t <= samples; t++)
        {
            if (t < samples && (changed[t] & bit) == 0) continue;
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
