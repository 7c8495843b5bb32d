using Multiscale.Brain;

namespace Multiscale.UnitTests;

/// <summary>What is kept of every region, against the definitions written out for one trace at a time.</summary>
public sealed class RegionFeatureTests
{
    private const int Regions = 5;

    private static readonly RegionFeature[] All = Enum.GetValues<RegionFeature>();

    /// <summary>Two lines 0.4 Hz apart around a bin of 1 Hz, the stronger one under a noise of integers modulo a prime; the last region is constant.</summary>
    private static double Signal(int t, int r) =>
        r == Regions - 1 ? 3 : 20 + 4 * Math.Sin(2 * Math.PI * (3.8 + 4 * r) * 1e-3 * t) + 3 * Math.Sin(2 * Math.PI * (8.3 + 2 * r) * 1e-3 * t + r) + (t * 7919L % 104_729 % 101 - 50) * 0.05;

    private static (FeatureSet Set, float[] Values) Features(int samples, int lane, bool single = false, FeatureCompatibility compatibility = FeatureCompatibility.None, IReadOnlyList<RegionFeature>? wanted = null)
    {
        var options = new FeatureOptions { Regions = wanted ?? All, Compatibility = compatibility };
        var inputs = new FeatureInputs { Weights = new double[Regions * Regions], TractLengths = new double[Regions * Regions] };
        // Three signals: the last one is transformed alone.
        var set = new FeatureSet(options, inputs, [new FeatureSignal("E", 0, 1), new FeatureSignal("I", 1, 1), new FeatureSignal("W", 2, 1)], Regions, samples, 1, 0);
        TraceBlock[] traces = [.. Enumerable.Range(0, 3).Select(s =>
        {
            var block = new TraceBlock(Regions, samples, single);
            for (int r = 0; r < Regions; r++)
                for (int t = 0; t < samples; t++) block[r, t, lane] = (s + 1) * Signal(t, (r + s) % Regions);
            return block;
        })];
        double[][] results = [.. Enumerable.Range(0, lane + 1).Select(_ => new double[set.Columns.Count])];
        set.Compute(traces, results);
        return (set, set.RegionsOf(lane));
    }

    /// <summary>Lengths of several segments, of one and a half, and of less than one, odd too. Singles hold 7 digits.</summary>
    [Theory]
    [InlineData(3000)]
    [InlineData(1501)]
    [InlineData(733)]
    public void RegionsOf_EverySignal_AgreesWithTheDefinitions(int samples)
    {
        var (set, values) = Features(samples, lane: 3);
        for (int s = 0; s < 3; s++)
            for (int r = 0; r < Regions; r++)
            {
                double[] x = [.. Enumerable.Range(0, samples).Select(t => (s + 1) * Signal(t, (r + s) % Regions))];
                double mean = x.Average(), deviation = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)));
                Check("mean", mean);
                Check("std", deviation);
                Check("min", x.Min());
                Check("max", x.Max());
                Check("variation", deviation / mean);
                Check("dominant_frequency", deviation == 0 ? double.NaN : Welch(x));

                void Check(string feature, double expected)
                {
                    double actual = values[set.RegionColumns.ToList().IndexOf("eiw"[s] + "_" + feature) * Regions + r];
                    // A deviation of rounding, 1e-15 of the mean, may be written as 0.
                    Assert.True(double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(actual - expected) <= 1e-7 * Math.Max(Math.Abs(expected), 1e-6), $"{feature} of signal {s}, region {r}: {actual} for {expected}");
                }
            }
    }

    /// <summary>The means over regions are columns of their own: the same numbers.</summary>
    [Theory]
    [InlineData(FeatureCompatibility.None)]
    [InlineData(FeatureCompatibility.TvbAdex)]
    public void RegionsOf_AllRegions_HaveTheMeansOfTheColumns(FeatureCompatibility compatibility)
    {
        const int Samples = 1000;
        var options = new FeatureOptions { Regions = All, Compatibility = compatibility };
        var inputs = new FeatureInputs { Weights = new double[9], TractLengths = new double[9] };
        var set = new FeatureSet(options, inputs, [new FeatureSignal("E", 0, 1)], 3, Samples, 1, 0);
        var block = new TraceBlock(3, Samples);
        for (int r = 0; r < 3; r++)
            for (int t = 0; t < Samples; t++) block[r, t, 0] = Math.Max(0, Signal(t, r) - 18);
        double[][] results = [new double[set.Columns.Count]];
        set.Compute([block], results);
        float[] values = set.RegionsOf(0);
        foreach (var (region, whole) in ((string, string)[])[("e_mean", "e_mean"), ("e_std", "e_mean_of_std"), ("e_variation", "e_variation"), ("e_up_duration", "e_up_duration"), ("e_down_duration", "e_down_duration")])
        {
            double mean = Enumerable.Range(0, 3).Average(r => (double)values[set.RegionColumns.ToList().IndexOf(region) * 3 + r]);
            Assert.Equal(results[0][set.Columns.ToList().IndexOf(whole)], mean, 1e-7 * Math.Max(1, Math.Abs(mean)));
        }
    }

    [Fact]
    public void RegionsOf_AnyLane_SameToTheBit() => Assert.Equal(Features(1203, 0).Values.Select(BitConverter.SingleToInt32Bits), Features(1203, 7).Values.Select(BitConverter.SingleToInt32Bits));

    [Fact]
    public void RegionsOf_SomeFeatures_AreInTheOrderAsked()
    {
        var (set, values) = Features(600, 0, single: true, wanted: [RegionFeature.Max, RegionFeature.Mean, RegionFeature.Max]);
        Assert.Equal(["e_max", "e_mean", "i_max", "i_mean", "w_max", "w_mean"], set.RegionColumns);
        Assert.Equal(6 * Regions, values.Length);
        Assert.Equal((float)Enumerable.Range(0, 600).Max(t => (float)Signal(t, 2)), values[2]);
    }

    /// <summary>numpy: `f[1:-1][sum(abs(rfft(hann*(x[k:k+n] - mean)))**2 for k in range(0, T - n + 1, n - n//2))[1:-1].argmax()]`, the sums written out.</summary>
    private static double Welch(double[] x)
    {
        int n = Math.Min(1000, x.Length), bins = (n + 1) / 2;
        double[] power = new double[bins], cosine = new double[n], sine = new double[n];
        for (int t = 0; t < n; t++) (sine[t], cosine[t]) = Math.SinCos(2 * Math.PI * t / n);
        for (int from = 0; from + n <= x.Length; from += n - n / 2)
        {
            double mean = x.AsSpan(from, n).ToArray().Average();
            double[] y = [.. Enumerable.Range(0, n).Select(t => (x[from + t] - mean) * 0.5 * (1 - cosine[t]))];
            for (int k = 1; k < bins; k++)
            {
                double re = 0, im = 0;
                for (int t = 0; t < n; t++)
                {
                    int at = (int)((long)k * t % n);
                    re += y[t] * cosine[at];
                    im += y[t] * sine[at];
                }
                power[k] += re * re + im * im;
            }
        }
        return 1000.0 * Array.IndexOf(power, power.Max()) / n;
    }
}
