using System.Runtime.Intrinsics;
using Multiscale.Core;

namespace Multiscale.Brain;

/// <summary>
/// The features of up to eight brains at once from their traces (docs/theory/features.md). A pure function: what a lane yields does not depend on the others.
/// Buffers are kept between calls; besides the traces they take 8 (or 16, with connectivity dynamics) bytes per sample, region, signal and lane.
/// </summary>
public sealed unsafe partial class FeatureSet
{
    private const double UpDownWidth = 10, UpDownShortest = 20, SlopeLow = 1, SlopeHigh = 100;

    private readonly int regions, samples, pairs;
    private readonly double step, resolution;
    private readonly bool published;
    private readonly FeatureSignal[] signals;
    private readonly UpDownStates states;
    private readonly ActivityHistogram histogram;
    private readonly SignalPair spectra;
    private readonly ConnectivityDynamics dynamics;
    private readonly ConnectivityFeatures connectivity;
    private readonly LaneArray[] hilbert, phase, power;
    private readonly LaneArray products, coherences, lags, sums, total;
    private readonly LaneStatistics[] statistics;

    /// <param name="samples">Samples per trace, after what is skipped.</param>
    /// <param name="step">Duration of a sample [ms].</param>
    /// <param name="skipped">Time left out before [ms]; the published scripts count it into their sampling rate.</param>
    /// <exception cref="InputException">MS1640: traces too short, or windows that are no whole number of samples.</exception>
    public FeatureSet(FeatureOptions options, FeatureInputs inputs, IReadOnlyList<FeatureSignal> signals, int regions, int samples, double step, double skipped)
    {
        (this.regions, this.samples, this.step, this.signals) = (regions, samples, step, [.. signals]);
        if (samples < 16) throw new InputException("MS1640", $"{samples} samples are too few for features", "run longer, or lower features.skip", options.Location);
        int window = Whole(options.Window, "window"), windowStep = Whole(options.WindowStep, "window_step");
        if (window % windowStep != 0) throw new InputException("MS1640", "features.window is no multiple of features.window_step", "make it one", options.Location);
        published = options.Compatibility == FeatureCompatibility.TvbAdex;
        // The published sampling rate is the number of kept samples over the time of the last one.
        resolution = 1000 / (published ? samples * step + skipped : samples * step);
        pairs = PairSums.Count(regions);
        states = new UpDownStates(new UpDownRule(UpDownWidth / step, UpDownShortest / step, step, published), samples);
        histogram = new ActivityHistogram(samples, published);
        spectra = new SignalPair(samples, published);
        dynamics = new ConnectivityDynamics(regions, samples, window, windowStep, published);
        connectivity = new ConnectivityFeatures(options, inputs, regions);
        long rows = (long)PairSums.Padded(regions) * (samples | 1);
        // Signals are transformed two by two; an odd one has silence for a partner.
        int even = (this.signals.Length + 1) / 2 * 2;
        hilbert = [.. Enumerable.Range(0, even).Select(_ => new LaneArray(rows))];
        phase = [.. Enumerable.Range(0, dynamics.Possible ? even : 0).Select(_ => new LaneArray(rows))];
        power = [.. Enumerable.Range(0, even).Select(_ => new LaneArray(spectra.Bins))];
        int steps = dynamics.Possible ? dynamics.Steps + 1 : 1;
        (blockLength, blocks) = dynamics.Possible ? (windowStep, steps) : (samples, 1);
        products = new LaneArray((long)steps * pairs);
        coherences = new LaneArray(dynamics.Possible ? (long)steps * pairs : 1);
        sums = new LaneArray((long)steps * regions);
        lags = new LaneArray(pairs);
        total = new LaneArray(pairs);
        statistics = [.. this.signals.Select(_ => new LaneStatistics(regions))];
        Columns = [.. this.signals.SelectMany((s, i) => Names(i).Select(n => $"{s.Name.ToLowerInvariant()}_{n}"))];

        int Whole(double time, string key)
        {
            double count = time / step;
            return Math.Abs(count - Math.Round(count)) < 1e-9 * count && count >= 1 ? (int)Math.Round(count)
                : throw new InputException("MS1640", $"features.{key} of {time} ms is no whole number of averages of {step} ms", "choose a multiple", options.Location);
        }
    }

    private readonly int blockLength, blocks;

    public IReadOnlyList<string> Columns { get; }

    public int Signals => signals.Length;

    public int Regions => regions;

    public int Samples => samples;

    /// <summary>Functional connectivity of signal <paramref name="signal"/> in the last call: above the diagonal, row by row; NaN where a region is constant.</summary>
    public double[] ConnectivityOf(int signal, int lane) => statistics[signal].Connectivity[lane];

    /// <summary>Computes all features of the lanes that <paramref name="results"/> has room for; overwrites the traces, one per signal, in Hz.</summary>
    public void Compute(TraceBlock[] traces, Span<double[]> results)
    {
        for (int s = 0; s < signals.Length; s++) Rates(traces[s], s);
        for (int s = 0; s < signals.Length; s += 2) Transform(traces[s], s + 1 < signals.Length ? traces[s + 1] : null, s);
        for (int s = 0; s < signals.Length; s++)
        {
            Connect(traces[s], s);
            Phases(traces[s], s);
            Write(s, results);
        }
    }

    /// <summary>Mean, deviation and maximum of each region, UP and DOWN states; then takes the mean off.</summary>
    private void Rates(TraceBlock trace, int signal)
    {
        var of = statistics[signal];
        for (int r = 0; r < regions; r++)
        {
            var x = trace.Row(r);
            states.Durations(x, of.UpOf(r), of.DownOf(r));
            var (sum, most, square) = (Vector512<double>.Zero, x[0], Vector512<double>.Zero);
            for (int t = 0; t < samples; t++)
            {
                sum += x[t];
                most = Vector512.Max(most, x[t]);
            }
            if (signal == 0) histogram.Classify(x, most, of.AsynchronousOf(r));
            var mean = sum / Vector512.Create((double)samples);
            for (int t = 0; t < samples; t++)
            {
                x[t] -= mean;
                square = Vector512.FusedMultiplyAdd(x[t], x[t], square);
            }
            of.Set(r, mean, Vector512.Sqrt(square / Vector512.Create((double)samples)), most);
        }
    }

    /// <summary>Spectra averaged over regions, and Hilbert transforms.</summary>
    private void Transform(TraceBlock first, TraceBlock? second, int signal)
    {
        silence ??= second is null ? new TraceBlock(1, samples) : null;
        power[signal].Clear();
        power[signal + 1].Clear();
        for (int r = 0; r < regions; r++)
        {
            long at = (long)r * first.Stride;
            spectra.Add(first.Row(r), second is null ? silence!.Row(0) : second.Row(r), power[signal].Data, power[signal + 1].Data, hilbert[signal].Data + at, hilbert[signal + 1].Data + at);
        }
    }

    private TraceBlock? silence;

    /// <summary>Correlations of all pairs over the whole trace, from sums over steps, which also serve the connectivity dynamics.</summary>
    private void Connect(TraceBlock trace, int signal)
    {
        products.Clear();
        for (int b = 0; b < blocks; b++)
        {
            var (from, to) = BlockAt(b);
            PairSums.Products(trace.Row(0), trace.Stride, regions, from, to, products.Data + (long)b * pairs);
            for (int r = 0; r < regions; r++)
            {
                var sum = Vector512<double>.Zero;
                for (int t = from; t < to; t++) sum += trace.Row(r)[t];
                sums.Data[(long)b * regions + r] = sum;
            }
        }
        statistics[signal].Correlate(Total(products));
        if (dynamics.Possible) dynamics.Variance(products.Data, sums.Data, statistics[signal].Dynamics);
        else Array.Fill(statistics[signal].Dynamics, double.NaN);
    }

    /// <summary>Phase lags of all pairs, and the dynamics of their coherence.</summary>
    private void Phases(TraceBlock trace, int signal)
    {
        var of = statistics[signal];
        Vector512<double>* c = trace.Row(0), s = hilbert[signal].Data;
        if (published) PublishedAngles(trace, signal);
        else if (dynamics.Possible)
        {
            Normalise(trace, signal);
            c = phase[signal].Data;
        }
        lags.Clear();
        if (published) PairSums.Orders(hilbert[signal].Data, trace.Stride, regions, 0, samples, lags.Data);
        else PairSums.Lags(c, s, trace.Stride, regions, 0, samples, lags.Data);
        of.Lag(lags.Data, 1.0 / samples);
        if (!dynamics.Possible || published)
        {
            Array.Fill(of.PhaseDynamics, double.NaN);
            return;
        }
        coherences.Clear();
        for (int b = 0; b < blocks; b++)
        {
            var (from, to) = BlockAt(b);
            PairSums.Coherences(c, s, trace.Stride, regions, from, to, coherences.Data + (long)b * pairs);
        }
        dynamics.Variance(coherences.Data, null, of.PhaseDynamics);
    }

    /// <summary>Cosine and sine of the phase, from the analytic signal; 0 where that vanishes.</summary>
    private void Normalise(TraceBlock trace, int signal)
    {
        for (int r = 0; r < regions; r++)
        {
            long at = (long)r * trace.Stride;
            Vector512<double>* x = trace.Row(r), h = hilbert[signal].Data + at, c = phase[signal].Data + at;
            for (int t = 0; t < samples; t++)
            {
                var square = Vector512.FusedMultiplyAdd(x[t], x[t], h[t] * h[t]);
                var scale = Vector512.ConditionalSelect(Vector512.GreaterThan(square, Vector512<double>.Zero), Vector512<double>.One / Vector512.Sqrt(square), Vector512<double>.Zero);
                (c[t], h[t]) = (x[t] * scale, h[t] * scale);
            }
        }
    }

    /// <summary>Replaces the Hilbert transform by the angle of the analytic signal whose mean was kept.</summary>
    private void PublishedAngles(TraceBlock trace, int signal)
    {
        var of = statistics[signal];
        for (int r = 0; r < regions; r++)
        {
            Vector512<double>* x = trace.Row(r), h = hilbert[signal].Data + (long)r * trace.Stride;
            for (int t = 0; t < samples; t++)
            {
                var value = x[t] + of.Mean[r];
                for (int lane = 0; lane < LaneArray.Lanes; lane++) h[t] = h[t].WithElement(lane, Math.Atan2(h[t][lane], value[lane]));
            }
        }
    }

    private (int From, int To) BlockAt(int block) => (block * blockLength, Math.Min(samples, (block + 1) * blockLength));

    private Vector512<double>* Total(LaneArray perBlock)
    {
        for (int p = 0; p < pairs; p++)
        {
            var sum = Vector512<double>.Zero;
            for (int b = 0; b < blocks; b++) sum += perBlock.Data[(long)b * pairs + p];
            total.Data[p] = sum;
        }
        return total.Data;
    }
}
