using Multiscale.Core;

namespace Multiscale.Brain;

[Summary("A connectome made by a rule, so that a brain runs without data.")]
public sealed record SyntheticConnectomeOptions
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("number of regions, an even number; the first half lies on the right")]
    public int Regions { get; init; } = 68;

    [Summary("seed of the rule")]
    public long Seed { get; init; } = 1;

    [Summary("fibres per region, on average")]
    public double Degree { get; init; } = 18;

    [Summary("length over which the chance and the strength of a fibre fall by e"), Quantity("mm", Min = 0, Above = true)]
    public double Range { get; init; } = 40;
}

/// <summary>
/// Regions spread evenly over two halves of an ellipsoid of 70 x 85 x 60 mm (a spiral of the golden angle, mirrored). Of all pairs those with the largest
/// d/range + ln(-ln u) are dropped until the wanted number is left (a choice without replacement with weights exp(-d/range); d: distance, u: uniform per pair);
/// mirror regions are always joined. A fibre weighs exp(-d/range) exp(0.5 normal), and is 1.3 times as long as the straight line. Symmetric; no region sends to itself.
/// </summary>
public static class SyntheticConnectome
{
    private const double Tortuosity = 1.3, Spread = 0.5, Callosal = 0.05;
    private static readonly double[] HalfAxes = [70, 85, 60];

    /// <exception cref="InputException">MS1507: an odd or too small number of regions.</exception>
    public static Connectome Make(SyntheticConnectomeOptions options)
    {
        int n = options.Regions, half = n / 2;
        if (n < 2 || n % 2 != 0) throw new InputException("MS1507", $"{n} regions cannot be mirrored", "give an even number of at least 2", options.Location);
        var centres = new double[3 * n];
        for (int k = 0; k < half; k++)
        {
            double z = 1 - (2 * k + 1.0) / half, angle = k * Math.PI * (3 - Math.Sqrt(5)), r = Math.Sqrt(1 - z * z);
            // The angle is folded into the right half.
            double x = Math.Abs(Math.Cos(angle)) * r + 0.1, y = Math.Sin(angle) * r;
            (centres[3 * k], centres[3 * k + 1], centres[3 * k + 2]) = (HalfAxes[0] * x, HalfAxes[1] * y, HalfAxes[2] * z);
            int m = half + k;
            (centres[3 * m], centres[3 * m + 1], centres[3 * m + 2]) = (-centres[3 * k], centres[3 * k + 1], centres[3 * k + 2]);
        }
        double[] weights = new double[n * n], lengths = new double[n * n];
        var random = new CounterRandom((ulong)options.Seed, 0);
        var pairs = new List<(double Key, int I, int J, double Distance, double Weight)>();
        for (int i = 0; i < n; i++)
            for (int j = i + 1; j < n; j++)
            {
                double d = Math.Sqrt(Enumerable.Range(0, 3).Sum(c => Math.Pow(centres[3 * i + c] - centres[3 * j + c], 2)));
                ulong pair = (ulong)i * (ulong)n + (ulong)j;
                bool mirrored = j == i + half;
                double weight = (Math.Exp(-d / options.Range) + (mirrored ? Callosal : 0)) * Math.Exp(Spread * random.Normal(2 * pair));
                double key = mirrored ? double.NegativeInfinity : d / options.Range + Math.Log(-Math.Log(1 - random.Uniform(8 * (ulong)n * (ulong)n + pair)));
                pairs.Add((key, i, j, d, weight));
            }
        foreach (var (_, i, j, d, weight) in pairs.OrderBy(p => p.Key).ThenBy(p => p.I).ThenBy(p => p.J).Take((int)Math.Round(options.Degree * n / 2)))
        {
            weights[i * n + j] = weights[j * n + i] = weight;
            lengths[i * n + j] = lengths[j * n + i] = Tortuosity * d;
        }
        string[] labels = [.. Enumerable.Range(0, n).Select(i => $"{(i < half ? "R" : "L")}{i % half + 1:00}")];
        return new Connectome { Labels = labels, Weights = weights, TractLengths = lengths, Centres = centres };
    }
}
