namespace Multiscale.Brain;

public sealed unsafe partial class FeatureSet
{
    private static readonly string[] RateNames = ["mean", "std", "max", "mean_of_std", "std_of_means", "variation", "up_duration", "down_duration"];
    private static readonly string[] SpectrumNames = ["peak_frequency", "peak_power", "prominent_frequency", "prominent_power", "slope", "slope_r2"];

    private IEnumerable<string> Names(int signal) =>
        [.. RateNames, .. signal == 0 ? (string[])["asynchronous"] : [], "pli_mean", .. SpectrumNames, .. Spectrum.Bands.Select(b => b.Name), "fcd_variance", "phase_fcd_variance", .. connectivity.Columns];

    private void Write(int signal, Span<double[]> results)
    {
        var of = statistics[signal];
        int first = Enumerable.Range(0, signal).Sum(s => Names(s).Count());
        for (int lane = 0; lane < results.Length; lane++)
        {
            var row = results[lane].AsSpan(first);
            int at = 0;
            var (mean, deviation) = (of.MeansOf(lane), of.DeviationsOf(lane));
            double average = FeatureMath.MeanOfNumbers(mean), spread = 0, total = 0;
            for (int r = 0; r < regions; r++)
            {
                spread += (mean[r] - average) * (mean[r] - average) / regions;
                total += deviation[r] * deviation[r] / regions;
            }
            row[at++] = average;
            row[at++] = Math.Sqrt(total + spread);
            row[at++] = of.GreatestOf(lane).Max();
            row[at++] = FeatureMath.MeanOfNumbers(deviation);
            row[at++] = Math.Sqrt(spread);
            row[at++] = FeatureMath.MeanOfNumbers(Variations(mean, deviation));
            row[at++] = FeatureMath.MeanOfNumbers(Durations(of.Up, lane));
            row[at++] = FeatureMath.MeanOfNumbers(Durations(of.Down, lane));
            if (signal == 0) row[at++] = FeatureMath.MeanOfNumbers(Lane(of.Asynchronous, lane));
            double lag = FeatureMath.MeanOfNumbers(of.PhaseLags[lane]);
            row[at++] = published ? lag * (regions - 1) / regions : lag;
            at += Write(SpectrumOf(signal, lane), row[at..]);
            row[at++] = of.Dynamics[lane];
            row[at++] = of.PhaseDynamics[lane];
            connectivity.Write(of.Connectivity[lane], mean, row[at..]);
        }
    }

    private int Write(Spectrum spectrum, Span<double> row)
    {
        int at = 0;
        // The published threshold of 1 is meant for powers that are not normalised.
        var peaks = Peaks.Of(spectrum.Power, published ? 1 : double.Epsilon);
        var (highest, prominent) = (-1, -1);
        double best = double.NegativeInfinity;
        foreach (var (k, prominence) in peaks)
        {
            if (highest < 0 || spectrum.Power[k] > spectrum.Power[highest]) highest = k;
            if (prominence > best) (prominent, best) = (k, prominence);
        }
        foreach (int k in (ReadOnlySpan<int>)[highest, prominent])
        {
            row[at++] = k < 0 ? double.NaN : spectrum.FrequencyOf(k);
            row[at++] = k < 0 ? double.NaN : spectrum.Power[k];
        }
        (row[at], row[at + 1]) = published ? spectrum.PublishedSlope() : spectrum.Slope(SlopeLow, SlopeHigh);
        at += 2;
        foreach (var (_, low, high) in Spectrum.Bands) row[at++] = published ? spectrum.PublishedShare(low, high) : spectrum.Share(low, high);
        return at;
    }

    /// <summary>Mean over regions: one-sided density [Hz^2/Hz], or |fft|^2 as published.</summary>
    private Spectrum SpectrumOf(int signal, int lane)
    {
        var values = new double[spectra.Bins];
        // Hann: the mean square of the window is 3/8.
        double scale = (published ? 1 : 2 * step / 1000 / (0.375 * samples)) / regions;
        for (int k = 0; k < values.Length; k++) values[k] = power[signal].Data[k][lane] * scale;
        return new Spectrum(values, resolution);
    }

    private double[] Lane(double[] values, int lane)
    {
        var one = new double[regions];
        for (int r = 0; r < regions; r++) one[r] = values[r * LaneArray.Lanes + lane];
        return one;
    }
}
