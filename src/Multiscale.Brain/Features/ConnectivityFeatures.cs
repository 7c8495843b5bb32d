namespace Multiscale.Brain;

/// <summary>One brain's functional connectivity against structure, a measured one, and the default mode network.</summary>
internal sealed class ConnectivityFeatures
{
    /// <summary>Default mode network of the published scripts, in the order of the 68 regions of the Desikan-Killiany atlas; its seed.</summary>
    private static readonly int[] PublishedNetwork = [28, 29, 52, 53, 50, 51, 20, 21];

    private const int PublishedSeed = 50, PublishedTop = 10;

    private readonly int regions;
    private readonly bool published;
    private readonly double[] weights, lengths, reference, wholeReference;
    private readonly int[] network;
    private readonly int seed, top;

    public ConnectivityFeatures(FeatureOptions options, FeatureInputs inputs, int regions)
    {
        this.regions = regions;
        published = options.Compatibility == FeatureCompatibility.TvbAdex;
        // As published, whole matrices are compared, diagonals included.
        double[] Side(double[]? matrix) => matrix is null ? [] : published ? matrix : Correlation.AboveDiagonal(matrix, regions);
        (weights, lengths) = (Side(inputs.Weights), Side(inputs.TractLengths));
        (reference, wholeReference) = inputs.ReferenceConnectivity is { } measured ? (Correlation.AboveDiagonal(measured, regions), measured) : ([], []);
        network = options.DefaultMode.Count > 0 ? [.. options.DefaultMode] : published && regions == 68 ? PublishedNetwork : [];
        seed = options.DefaultModeSeed ?? (network.Length == 0 ? -1 : published ? PublishedSeed : network[0]);
        top = published ? PublishedTop : network.Length;
        var columns = new List<string> { "fc_mean", "fc_weights", "fc_lengths" };
        if (reference.Length > 0) columns.AddRange(["fc_fit", "fc_fit_published"]);
        if (network.Length > 0) columns.AddRange(["dmn_rate", "dmn_correlation"]);
        Columns = columns;
    }

    public IReadOnlyList<string> Columns { get; }

    /// <param name="fc">Above the diagonal, row by row; NaN where a region is constant.</param>
    public void Write(ReadOnlySpan<double> fc, ReadOnlySpan<double> meanRates, Span<double> results)
    {
        int at = 0;
        double mean = FeatureMath.MeanOfNumbers(fc);
        results[at++] = published ? mean * (regions - 1) / regions : mean;
        var side = published ? Correlation.WholeMatrix(fc, regions) : fc;
        results[at++] = Correlation.Of(side, weights);
        results[at++] = Correlation.Of(side, lengths);
        if (reference.Length > 0)
        {
            results[at++] = Correlation.Of(fc, reference);
            results[at++] = Correlation.Of(Correlation.WholeMatrix(fc, regions), wholeReference);
        }
        if (network.Length == 0) return;
        results[at++] = ShareOfTop(meanRates);
        var row = new double[regions];
        for (int r = 0; r < regions; r++) row[r] = r == seed ? published ? double.PositiveInfinity : double.NegativeInfinity : Entry(fc, r, seed);
        results[at] = ShareOfTop(row);
    }

    /// <summary>The share of the regions with the highest values that belong to the network.</summary>
    private double ShareOfTop(ReadOnlySpan<double> values)
    {
        double[] copy = values.ToArray();
        return Enumerable.Range(0, regions).OrderByDescending(r => double.IsNaN(copy[r]) ? double.NegativeInfinity : copy[r]).Take(top).Count(network.Contains) / (double)top;
    }

    private double Entry(ReadOnlySpan<double> fc, int i, int j) => i < j ? fc[i * regions - i * (i + 1) / 2 + j - i - 1] : Entry(fc, j, i);
}
