using System.Runtime.Intrinsics;
using System.Text.Json;
using Multiscale.Core;

namespace Multiscale.Brain;

/// <summary>
/// The features of up to eight brains at once from their traces (docs/theory/features.md). A pure function: what a lane yields does not depend on the others.
/// Buffers are kept between calls; besides the traces (8, or 4 in single precision) they take 6 bytes per sample, region, signal and lane.
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
    private readonly LaneArray[] packed, cosine, sine, power;
    private readonly int packedStride, sparse, sparseStride, sparseVectors;
    private readonly LaneArray products, lags, total, rowOfFirst, rowOfSecond;
    private readonly LaneArray[] sums;
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
        sparse = published ? 1 : SparsestOf(windowStep);
        spectra = new SignalPair(samples, published, sparse);
        dynamics = new ConnectivityDynamics(regions, samples, window, windowStep, published);
        connectivity = new ConnectivityFeatures(options, inputs, regions);
        // Signals are transformed two by two; an odd one has silence for a partner.
        int even = (this.signals.Length + 1) / 2 * 2;
        // Two samples to a vector of singles, every sample of the trace and every n-th of the phase; as published, doubles.
        packedStride = published ? 1 : (samples + 1) / 2 | 1;
        packed = Rows(published ? 1 : packedStride);
        sparseVectors = published ? samples : samples / (2 * sparse);
        sparseStride = sparseVectors | 1;
        (cosine, sine) = (Rows(sparseStride), Rows(published ? 1 : sparseStride));
        power = [.. Enumerable.Range(0, even).Select(_ => new LaneArray(spectra.Bins))];
        int steps = dynamics.Possible ? dynamics.Steps + 1 : 1;
        (blockLength, blocks) = dynamics.Possible ? (windowStep, steps) : (samples, 1);
        products = new LaneArray((long)steps * pairs);
        sums = [.. this.signals.Select(_ => new LaneArray((long)steps * regions))];
        lags = new LaneArray(pairs);
        (rowOfFirst, rowOfSecond) = (new LaneArray(samples), new LaneArray(samples));
        total = new LaneArray(pairs);
        statistics = [.. this.signals.Select(_ => new LaneStatistics(regions))];
        perRegion = [.. options.Regions.Distinct()];
        dominant = perRegion.Contains(RegionFeature.DominantFrequency) ? new DominantFrequency(samples, step, published) : null;
        RegionColumns = [.. this.signals.SelectMany(s => perRegion.Select(f => $"{s.Name.ToLowerInvariant()}_{JsonNamingPolicy.SnakeCaseLower.ConvertName(f.ToString())}"))];
        Columns = [.. this.signals.SelectMany((s, i) => Names(i).Select(n => $"{s.Name.ToLowerInvariant()}_{n}"))];

        LaneArray[] Rows(int stride) => [.. Enumerable.Range(0, even).Select(_ => new LaneArray((long)PairSums.Padded(regions) * stride))];

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

    /// <summary>Whether traces may be in single precision: the published definitions are followed to the last digits.</summary>
    public bool TakesSingles => !published;

    public int Regions => regions;

    public int Samples => samples;

    /// <summary>Functional connectivity of signal <paramref name="signal"/> in the last call: above the diagonal, row by row; NaN where a region is constant.</summary>
    public double[] ConnectivityOf(int signal, int lane) => statistics[signal].Connectivity[lane];

    /// <summary>Computes all features of the lanes that <paramref name="results"/> has room for; overwrites the traces, one per signal, in Hz.</summary>
    public void Compute(TraceBlock[] traces, Span<double[]> results)
    {
        for (int s = 0; s < signals.Length; s += 2) Describe(traces[s], s + 1 < signals.Length ? traces[s + 1] : null, s);
        for (int s = 0; s < signals.Length; s++)
        {
            Connect(traces[s], s);
            Phases(s);
            Write(s, results);
        }
    }

    /// <summary>What each region has by itself: rates, spectra averaged over regions, phases. Two signals, region by region, while the caches hold them.</summary>
    private void Describe(TraceBlock first, TraceBlock? second, int signal)
    {
        silence ??= second is null ? new TraceBlock(1, samples) : null;
        power[signal].Clear();
        power[signal + 1].Clear();
        for (int r = 0; r < regions; r++)
        {
            var (a, b) = ((nint)first.Row(r, rowOfFirst), second is null ? (nint)silence!.Row(0) : (nint)second.Row(r, rowOfSecond));
            Rates((Vector512<double>*)a, signal, r);
            if (second is not null) Rates((Vector512<double>*)b, signal + 1, r);
            spectra.Add((Vector512<double>*)a, (Vector512<double>*)b, power[signal].Data, power[signal + 1].Data);
            if (dominant is not null) KeepDominant(dominant.Of((Vector512<double>*)a, (Vector512<double>*)b), signal, r, second is not null);
            KeepPhases((Vector512<double>*)a, spectra.HilbertA, signal, r);
            if (second is not null) KeepPhases((Vector512<double>*)b, spectra.HilbertB, signal + 1, r);
        }
    }

    /// <summary>Mean, deviation and maximum, UP and DOWN states; then takes the mean off, and keeps sums over steps for the connectivity dynamics.</summary>
    private void Rates(Vector512<double>* x, int signal, int region)
    {
        var of = statistics[signal];
        states.Durations(x, of.UpOf(region), of.DownOf(region));
        var (least, most) = (x[0], x[0]);
        for (int t = 1; t < samples; t++) (least, most) = (Vector512.MinNative(least, x[t]), Vector512.MaxNative(most, x[t]));
        if (signal == 0) histogram.Classify(x, most, of.AsynchronousOf(region));
        var mean = Sum(x, 0, samples) / Vector512.Create((double)samples);
        var square = Vector512<double>.Zero;
        for (int t = 0; t < samples; t++)
        {
            x[t] -= mean;
            square = Vector512.FusedMultiplyAdd(x[t], x[t], square);
        }
        of.Set(region, mean, Vector512.Sqrt(square / Vector512.Create((double)samples)), least, most);
        for (int b = 0; b < blocks; b++) sums[signal].Data[(long)b * regions + region] = Sum(x, BlockAt(b).From, BlockAt(b).To);
        if (!published) Pack(x, signal, region);
    }

    /// <summary>In four parts, which do not wait for one another.</summary>
    private static Vector512<double> Sum(Vector512<double>* x, int from, int to)
    {
        Vector512<double> a = Vector512<double>.Zero, b = a, c = a, d = a;
        int t = from;
        for (; t + 4 <= to; t += 4) (a, b, c, d) = (a + x[t], b + x[t + 1], c + x[t + 2], d + x[t + 3]);
        for (; t < to; t++) a += x[t];
        return a + b + (c + d);
    }

    private void Pack(Vector512<double>* x, int signal, int region)
    {
        var to = (Vector512<float>*)packed[signal].Data + (long)region * packedStride;
        for (int t = 0; t < samples / 2; t++) to[t] = Vector512.Narrow(x[2 * t], x[2 * t + 1]);
        if (samples % 2 != 0) to[samples / 2] = Vector512.Narrow(x[samples - 1], Vector512<double>.Zero);
    }

    /// <summary>Cosine and sine of the phase of every n-th sample, n = <see cref="sparse"/>, in single precision: phases need no more; 0 where the analytic signal vanishes. As published: the angle, with the mean kept.</summary>
    private void KeepPhases(Vector512<double>* x, Vector512<double>* h, int signal, int region)
    {
        long at = (long)region * sparseStride;
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
        int stride = spectra.Stride;
        Vector512<float>* c = (Vector512<float>*)cosine[signal].Data + at, s = (Vector512<float>*)sine[signal].Data + at;
        for (int t = 0; t < sparseVectors; t++)
        {
            var (u, v) = (Vector512.Narrow(x[2 * t * sparse], x[(2 * t + 1) * sparse]), Vector512.Narrow(h[2 * t * stride], h[(2 * t + 1) * stride]));
            var square = Vector512.FusedMultiplyAdd(u, u, v * v);
            var scale = Vector512.ConditionalSelect(Vector512.GreaterThan(square, Vector512<float>.Zero), Vector512<float>.One / Vector512.Sqrt(square), Vector512<float>.Zero);
            (c[t], s[t]) = (u * scale, v * scale);
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
            var block = products.Data + (long)b * pairs;
            if (published) PairSums.Products(trace.Row(0), trace.Stride, regions, from, to, block);
            else PairSums.Products((Vector512<float>*)packed[signal].Data, packedStride, regions, from / 2, (to + 1) / 2, block);
        }
        statistics[signal].Correlate(Total(products));
        if (dynamics.Possible) dynamics.Variance(products.Data, sums[signal].Data, statistics[signal].Dynamics);
        else Array.Fill(statistics[signal].Dynamics, double.NaN);
    }

    /// <summary>Phase lags of all pairs, and the dynamics of their coherence.</summary>
    private void Phases(int signal)
    {
        var of = statistics[signal];
        lags.Clear();
        Vector512<float>* c = (Vector512<float>*)cosine[signal].Data, s = (Vector512<float>*)sine[signal].Data;
        if (published) PairSums.Orders(cosine[signal].Data, sparseStride, regions, 0, samples, lags.Data);
        else PairSums.Lags(c, s, sparseStride, regions, 0, sparseVectors, lags.Data);
        of.Lag(lags.Data, 1.0 / (published ? samples : 2 * sparseVectors));
        if (!dynamics.Possible || published)
        {
            Array.Fill(of.PhaseDynamics, double.NaN);
            return;
        }
        products.Clear();
        int vectors = blockLength / (2 * sparse);
        for (int b = 0; b < dynamics.Steps; b++)
            PairSums.Coherences(c, s, sparseStride, regions, b * vectors, (b + 1) * vectors, products.Data + (long)b * pairs);
        dynamics.Variance(products.Data, null, of.PhaseDynamics);
    }

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
