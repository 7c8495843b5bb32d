namespace Multiscale.Brain;

/// <summary>
/// Collects the averages of a batch block by block, and turns each block into features when its last sample has come: memory is that of one block,
/// 10 to 32 bytes per point, region, signal and sample. The batch must be advanced to its end by one call.
/// </summary>
/// <param name="skip">Samples left out at the start.</param>
/// <param name="precision">Of the simulation.</param>
public sealed class FeatureObserver(FeatureSet features, IReadOnlyList<FeatureSignal> signals, long skip, Precision precision = Precision.Double) : IBrainObserver
{
    private readonly List<TraceBlock[]> groups = [];
    private double[][] results = [], connectivity = [];
    private double[][]?[] series = [];
    private float[][] regions = [];

    /// <summary>Makes ready for a batch; <paramref name="keep"/> says of which points the traces are to be kept.</summary>
    public void Begin(int points, Func<int, bool> keep)
    {
        results = [.. Enumerable.Range(0, points).Select(_ => new double[features.Columns.Count])];
        connectivity = new double[points][];
        regions = new float[points][];
        series = new double[points][][];
        for (int p = 0; p < points; p++)
            if (keep(p)) series[p] = [.. signals.Select(_ => new double[features.Samples * features.Regions])];
    }

    public double[] FeaturesOf(int point) => results[point];

    /// <summary>Functional connectivity of the first signal, above the diagonal.</summary>
    public double[] ConnectivityOf(int point) => connectivity[point];

    /// <summary>What is kept of every region: [column][region], columns as <see cref="FeatureSet.RegionColumns"/>.</summary>
    public float[] RegionsOf(int point) => regions[point];

    /// <summary>Kept traces [Hz], [signal][sample, region]; null when they were not asked for.</summary>
    public double[][]? SeriesOf(int point) => series[point];

    public void Sample(in BrainSample sample)
    {
        long at = sample.Period - skip;
        if (at < 0 || at >= features.Samples) return;
        for (int lane = 0, g = 0; lane < sample.Points; lane += LaneArray.Lanes, g++)
        {
            if (g == groups.Count) groups.Add([.. signals.Select(_ => new TraceBlock(features.Regions, features.Samples, precision == Precision.Single && features.TakesSingles))]);
            for (int s = 0; s < signals.Count; s++) groups[g][s].Take((int)at, sample.Variable(signals[s].Variable), sample.Lanes, lane, signals[s].Scale);
        }
        if (at == features.Samples - 1) Finish(sample.FirstPoint, sample.Points);
    }

    private void Finish(int firstPoint, int points)
    {
        for (int lane = 0, g = 0; lane < points; lane += LaneArray.Lanes, g++)
        {
            int count = Math.Min(LaneArray.Lanes, points - lane), first = firstPoint + lane;
            for (int k = 0; k < count; k++)
                if (series[first + k] is { } kept) Keep(groups[g], k, kept);
            features.Compute(groups[g], results.AsSpan(first, count));
            for (int k = 0; k < count; k++) (connectivity[first + k], regions[first + k]) = ([.. features.ConnectivityOf(0, k)], features.RegionsOf(k));
        }
    }

    private void Keep(TraceBlock[] traces, int lane, double[][] kept)
    {
        for (int s = 0; s < signals.Count; s++)
            for (int t = 0; t < features.Samples; t++)
                for (int r = 0; r < features.Regions; r++) kept[s][t * features.Regions + r] = traces[s][r, t, lane];
    }
}
