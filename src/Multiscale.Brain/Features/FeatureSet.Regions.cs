using System.Runtime.Intrinsics;

namespace Multiscale.Brain;

public sealed unsafe partial class FeatureSet
{
    private readonly IReadOnlyList<RegionFeature> perRegion;
    private readonly DominantFrequency? dominant;

    /// <summary>Names of what is kept of every region: `e_mean`, `e_dominant_frequency`, signal by signal.</summary>
    public IReadOnlyList<string> RegionColumns { get; }

    /// <summary>What is kept of every region, [column][region], of a lane of the last call; NaN where there is none. Singles: seven digits.</summary>
    public float[] RegionsOf(int lane)
    {
        var values = new float[RegionColumns.Count * regions];
        int at = 0;
        foreach (var of in statistics)
            foreach (var feature in perRegion)
                foreach (double value in RegionValues(of, feature, lane)) values[at++] = (float)value;
        return values;
    }

    private double[] RegionValues(LaneStatistics of, RegionFeature feature, int lane) => feature switch
    {
        RegionFeature.Mean => of.MeansOf(lane),
        RegionFeature.Std => of.DeviationsOf(lane),
        RegionFeature.Min => of.LeastOf(lane),
        RegionFeature.Max => of.GreatestOf(lane),
        RegionFeature.Variation => Variations(of.MeansOf(lane), of.DeviationsOf(lane)),
        RegionFeature.UpDuration => Durations(of.Up, lane),
        RegionFeature.DownDuration => Durations(of.Down, lane),
        _ => of.DominantOf(lane),
    };

    private void KeepDominant((Vector512<double> A, Vector512<double> B) frequencies, int signal, int region, bool second)
    {
        statistics[signal].SetDominant(region, frequencies.A);
        if (second) statistics[signal + 1].SetDominant(region, frequencies.B);
    }

    /// <summary>Deviation / mean; the published coefficient of variation is upside down.</summary>
    private double[] Variations(double[] mean, double[] deviation) => [.. mean.Zip(deviation, (m, s) => published ? m / s : s / m)];

    /// <summary>NaN where a region has no such state; 0 as published.</summary>
    private double[] Durations(double[] durations, int lane)
    {
        double[] values = Lane(durations, lane);
        if (published)
            for (int r = 0; r < regions; r++)
                if (double.IsNaN(values[r])) values[r] = 0;
        return values;
    }
}
