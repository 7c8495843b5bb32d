using System.Runtime.Intrinsics;
using Multiscale.Core;

namespace Multiscale.Brain;

/// <summary>
/// The features of up to eight brains at once from their traces (docs/theory/features.md). A pure function: what a lane yields does not depend on the others.
/// Buffers are kept between calls; besides the traces (8) they take 8 bytes per sample, region, signal and lane.
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
    private readonly LaneArray[] cosine, sine, power;
    private readonly LaneArray phaseCosine, phaseSine;
    private readonly int packed, packedStride, sparse, sparseStride;
    private readonly LaneArray products, coherences, lags, sums, total;
    private readonly LaneStatistics[] statistics;

    /// <param name="samples">Samples per trace, after what is skipped.</param>
    /// <param name="step">Duration of a sample [ms].</param>
    /// <param name="skipped">Time left out before [ms]; the published scripts count it into their sampling rate.</param>
    /// <exception cref="InputException">MS1640: traces too short, or windows that are no whole number of samples.</exception>
    public FeatureSet(FeatureOptions options, FeatureInputs inputs, IReadOnlyList<FeatureSignal> signals, int regions, int samples, double step, double skipped)
    {
        (this.regions, this.samples, this.step, this.signals) = (regions, samples, step, [.. signals]);
        if (samples < 16) throw new InputException("MS1640", $"{samples} samples are too few for features", "run longer, or lower brain.transient", options.Location);
        int window = Whole(options.Window, "window"), windowStep = Whole(options.WindowStep, "window_step");
        if (windowStep % 2 != 0) throw new InputException("MS1640", "features.window_step is an odd number of averages", "make it even", options.Location);
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
        // Signals are transformed two by two; an odd one has silence for a partner.
        int even = (this.signals.Length + 1) / 2 * 2;
        // Two samples to a vector of singles; of an odd number the last one is left out.
        packed = published ? samples : samples / 2;
        packedStride = packed | 1;
        cosine = [.. Enumerable.Range(0, even).Select(_ => new LaneArray((long)PairSums.Padded(regions) * packedStride))];
        sine = published ? [] : [.. Enumerable.Range(0, even).Select(_ => new LaneArray((long)PairSums.Padded(regions) * packedStride))];
        bool phases = dynamics.Possible && !published;
        sparse = SparsestOf(windowStep);
        sparseStride = samples / (2 * sparse) | 1;
        (phaseCosine, phaseSine) = (new LaneArray(phases ? (long)PairSums.Padded(regions) * sparseStride : 1), new LaneArray(phases ? (long)PairSums.Padded(regions) * sparseStride : 1));
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
            var (a, b) = ((nint)first.Row(r), second is null ? (nint)silence!.Row(0) : (nint)second.Row(r));
            spectra.Add((Vector512<double>*)a, (Vector512<double>*)b, power[signal].Data, power[signal + 1].Data);
            KeepPhases((Vector512<double>*)a, spectra.HilbertA, signal, r);
            if (second is not null) KeepPhases((Vector512<double>*)b, spectra.HilbertB, signal + 1, r);
        }
    }

    /// <summary>The analytic signal of a region, in single precision: phases need no more. As published: its angle, with the mean kept.</summary>
    private void KeepPhases(Vector512<double>* x, Vector512<double>* h, int signal, int region)
    {
        long at = (long)region * packedStride;
        if (published)
        {
            var angle = cosine[signal].Data + at;
            for (int t = 0; t < samples; t++)
            {
                var value = x[t] + statistics[signal].Mean[region];
                for (int lane = 0; lane < LaneArray.Lanes; lane++) angle[t] = angle[t].WithElement(lane, Math.Atan2(h[t][lane], value[lane]));
            }
            return;
        }
        Vector512<float>* c = (Vector512<float>*)cosine[signal].Data + at, s = (Vector512<float>*)sine[signal].Data + at;
        for (int t = 0; t < packed; t++) (c[t], s[t]) = (Vector512.Narrow(x[2 * t], x[2 * t + 1]), Vector512.Narrow(h[2 * t], h[2 * t + 1]));
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
        lags.Clear();
        Vector512<float>* c = (Vector512<float>*)cosine[signal].Data;
        if (published) PairSums.Orders(cosine[signal].Data, packedStride, regions, 0, samples, lags.Data);
        else PairSums.Lags(c, (Vector512<float>*)sine[signal].Data, packedStride, regions, 0, packed, lags.Data);
        of.Lag(lags.Data, 1.0 / (published ? samples : 2 * packed));
        if (!dynamics.Possible || published)
        {
            Array.Fill(of.PhaseDynamics, double.NaN);
            return;
        }
        Normalise(signal);
        coherences.Clear();
        int vectors = blockLength / (2 * sparse);
        for (int b = 0; b < dynamics.Steps; b++)
            PairSums.Coherences((Vector512<float>*)phaseCosine.Data, (Vector512<float>*)phaseSine.Data, sparseStride, regions, b * vectors, (b + 1) * vectors, coherences.Data + (long)b * pairs);
        dynamics.Variance(coherences.Data, null, of.PhaseDynamics);
    }

    /// <summary>Cosine and sine of the phase of every n-th sample, n = <see cref="sparse"/>; 0 where the analytic signal vanishes.</summary>
    private void Normalise(int signal)
    {
        for (int r = 0; r < regions; r++)
        {
            Vector512<float>* x = (Vector512<float>*)cosine[signal].Data + (long)r * packedStride, h = (Vector512<float>*)sine[signal].Data + (long)r * packedStride;
            Vector512<float>* c = (Vector512<float>*)phaseCosine.Data + (long)r * sparseStride, s = (Vector512<float>*)phaseSine.Data + (long)r * sparseStride;
            for (int t = 0; t < samples / (2 * sparse); t++)
            {
                // Samples 2 n t and 2 n t + n; n = 1 takes both of a vector.
                int first = 2 * sparse * t, second = first + sparse;
                var (u, v) = (Vector512.Create(Half(x[first / 2], first), Half(x[second / 2], second)), Vector512.Create(Half(h[first / 2], first), Half(h[second / 2], second)));
                var square = Vector512.FusedMultiplyAdd(u, u, v * v);
                var scale = Vector512.ConditionalSelect(Vector512.GreaterThan(square, Vector512<float>.Zero), Vector512<float>.One / Vector512.Sqrt(square), Vector512<float>.Zero);
                (c[t], s[t]) = (u * scale, v * scale);
            }
        }
    }

    private static Vector256<float> Half(Vector512<float> two, int sample) => (sample & 1) == 0 ? two.GetLower() : two.GetUpper();

    /// <summary>Every fifth sample is enough for phases, which move slowly; fewer are skipped where a step is no even number of five.</summary>
    private static int SparsestOf(int windowStep)
    {
        int n = 5;
        while (windowStep % (2 * n) != 0) n--;
        return n;
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
