using System.Runtime.Intrinsics;

namespace Multiscale.Brain;

/// <summary>What is known of one signal, per region or pair, and lane.</summary>
internal sealed unsafe class LaneStatistics
{
    // Relative to the mean: below this a trace is constant, and what is left of it is rounding.
    private const double Constant = 1e-13;

    private readonly int regions;
    private readonly Vector512<double>[] deviation, least, greatest, dominant;

    public LaneStatistics(int regions)
    {
        this.regions = regions;
        (Mean, deviation, least, greatest, dominant) = (new Vector512<double>[regions], new Vector512<double>[regions], new Vector512<double>[regions], new Vector512<double>[regions], new Vector512<double>[regions]);
        (Up, Down, Asynchronous) = (new double[regions * LaneArray.Lanes], new double[regions * LaneArray.Lanes], new double[regions * LaneArray.Lanes]);
        Connectivity = [.. Enumerable.Range(0, LaneArray.Lanes).Select(_ => new double[regions * (regions - 1) / 2])];
        PhaseLags = [.. Enumerable.Range(0, LaneArray.Lanes).Select(_ => new double[regions * (regions - 1) / 2])];
    }

    public Vector512<double>[] Mean { get; }

    /// <summary>[s], [region][lane].</summary>
    public double[] Up { get; }

    public double[] Down { get; }

    public double[] Asynchronous { get; }

    /// <summary>Per lane, above the diagonal.</summary>
    public double[][] Connectivity { get; }

    public double[][] PhaseLags { get; }

    public double[] Dynamics { get; } = new double[LaneArray.Lanes];

    public double[] PhaseDynamics { get; } = new double[LaneArray.Lanes];

    public Span<double> UpOf(int region) => Up.AsSpan(region * LaneArray.Lanes, LaneArray.Lanes);

    public Span<double> DownOf(int region) => Down.AsSpan(region * LaneArray.Lanes, LaneArray.Lanes);

    public Span<double> AsynchronousOf(int region) => Asynchronous.AsSpan(region * LaneArray.Lanes, LaneArray.Lanes);

    public void Set(int region, Vector512<double> mean, Vector512<double> standardDeviation, Vector512<double> low, Vector512<double> high) =>
        (Mean[region], deviation[region], least[region], greatest[region]) = (mean, standardDeviation, low, high);

    /// <summary>[Hz].</summary>
    public void SetDominant(int region, Vector512<double> frequency) => dominant[region] = frequency;

    public double[] MeansOf(int lane) => Array.ConvertAll(Mean, v => v[lane]);

    public double[] DeviationsOf(int lane) => Array.ConvertAll(deviation, v => v[lane]);

    public double[] LeastOf(int lane) => Array.ConvertAll(least, v => v[lane]);

    public double[] GreatestOf(int lane) => Array.ConvertAll(greatest, v => v[lane]);

    /// <summary>NaN where a region is constant.</summary>
    public double[] DominantOf(int lane) => [.. Enumerable.Range(0, regions).Select(r => IsConstant(r, lane) ? double.NaN : dominant[r][lane])];

    /// <summary>Correlations from sums of products of values less their means.</summary>
    public void Correlate(Vector512<double>* products)
    {
        for (int lane = 0; lane < LaneArray.Lanes; lane++)
        {
            double[] to = Connectivity[lane];
            for (int i = 0, k = 0; i < regions; i++)
            {
                int row = PairSums.Row(i, regions);
                double own = products[row + i][lane];
                for (int j = i + 1; j < regions; j++, k++)
                    to[k] = IsConstant(i, lane) || IsConstant(j, lane) ? double.NaN : products[row + j][lane] / Math.Sqrt(own * products[PairSums.Row(j, regions) + j][lane]);
            }
        }
    }

    public void Lag(Vector512<double>* signs, double scale)
    {
        for (int lane = 0; lane < LaneArray.Lanes; lane++)
            for (int i = 0, k = 0; i < regions; i++)
            {
                int row = PairSums.Row(i, regions);
                for (int j = i + 1; j < regions; j++, k++)
                    PhaseLags[lane][k] = IsConstant(i, lane) || IsConstant(j, lane) ? double.NaN : Math.Abs(signs[row + j][lane]) * scale;
            }
    }

    private bool IsConstant(int region, int lane) => !(deviation[region][lane] > Constant * (1 + Math.Abs(Mean[region][lane])));
}
