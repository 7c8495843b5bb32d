using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// Cases that know the whole distribution: FOI (binomial), ZERO (Poisson), MASTEQ (Poisson) and MASTEQ-DIFF (Erban and Chapman 2009, Poisson). Beside the deviation of
/// the probabilities, chi-square of independent samples over its quantile 0.999 (0.9999 for the worst of ten): above 1 the distribution is wrong.
/// </summary>
public static class MasterEquation
{
    // Quantiles of the normal distribution: chance fails a row once in a thousand, also one that looks ten times.
    private const double Quantile999 = 3.0902323061678132, OfTen = 3.719016485455709;

    /// <summary>A -> 0, 5 /s, 50 molecules at the start; mean and standard deviation at 0.1 to 1 s, 2 % each. Collective.</summary>
    public static IEnumerable<VerificationRow> Decay(Communicator ranks)
    {
        const int copies = 100_008, start = 50;
        var replicas = new Replicas(MirrorMesh.Create(1, copies / 24, 1, 1), ReactionLaws.Options("A -> 0", "5 /s", null, 0), Replicas.Tets, new Dictionary<string, long> { ["A"] = start }, 3, ranks);
        double mean = 0, deviation = 0, chi = 0;
        for (int i = 1; i <= 10; i++)
        {
            replicas.Solver.Advance(SimTime.FromMilliseconds(100 * i));
            double p = Math.Exp(-0.5 * i);
            var numbers = replicas.Numbers("A");
            double m = numbers.Average(), v = numbers.Sum(n => (n - m) * (n - m)) / (copies - 1);
            mean = Math.Max(mean, Math.Abs(m / (start * p) - 1));
            deviation = Math.Max(deviation, Math.Abs(Math.Sqrt(v / (start * p * (1 - p))) - 1));
            chi = Math.Max(chi, ChiSquare(numbers, k => Binomial(start, k, p), OfTen));
        }
        yield return new VerificationRow("FOI", "binomial distribution", "mean, 0.1 to 1 s, relative", mean, 0.02, "1");
        yield return new VerificationRow("FOI", "binomial distribution", "standard deviation, 0.1 to 1 s, relative", deviation, 0.02, "1");
        yield return new VerificationRow("FOI", "binomial distribution", "chi-square over its quantile 0.9999, worst of ten", chi, 1, "1");
    }

    /// <summary>FOI in space: the same molecules, which diffuse in boxes of 24 tets (D = 1e-5 um^2/ms). Collective.</summary>
    /// <param name="runs">Of 4000 boxes; 25 make the 100,000 iterations of the specification, 100 sharpen the chi-square. Fewer are judged until 0.4 s, then by their distribution alone.</param>
    public static IEnumerable<VerificationRow> SpatialDecay(Communicator ranks, int runs)
    {
        const int boxes = 4000, start = 50;
        var numbers = Enumerable.Range(0, 10).Select(_ => new List<long>()).ToArray();
        for (int run = 0; run < runs; run++)
        {
            var replicas = new Replicas(MirrorMesh.Create(Math.Cbrt(4.18879), 1, 1, 1, boxes), ReactionLaws.Options("A -> 0", "5 /s", null, 1e-5), Replicas.Boxes(boxes), new Dictionary<string, long> { ["A"] = start }, 3 + run, ranks);
            for (int i = 0; i < numbers.Length; i++)
            {
                replicas.Solver.Advance(SimTime.FromMilliseconds(100 * (i + 1)));
                numbers[i].AddRange(replicas.Numbers("A"));
            }
        }
        double mean = 0, deviation = 0, chi = 0;
        int judged = runs < 25 ? 4 : 10;
        for (int i = 0; i < numbers.Length; i++)
        {
            double p = Math.Exp(-0.5 * (i + 1)), m = numbers[i].Average(), v = numbers[i].Sum(n => (n - m) * (n - m)) / (numbers[i].Count - 1);
            chi = Math.Max(chi, ChiSquare([.. numbers[i]], k => Binomial(start, k, p), OfTen));
            if (i >= judged) continue;
            mean = Math.Max(mean, Math.Abs(m / (start * p) - 1));
            deviation = Math.Max(deviation, Math.Abs(Math.Sqrt(v / (start * p * (1 - p))) - 1));
        }
        string until = $"{boxes * runs} boxes, 0.1 to 0.{judged} s".Replace("0.10 s", "1 s", StringComparison.Ordinal);
        yield return new VerificationRow("FOI", "binomial distribution, in space", $"mean of {until}, relative", mean, 0.02, "1");
        // A deviation is known to 1 / sqrt(2 N): 1.1 % of 4000 boxes.
        yield return new VerificationRow("FOI", "binomial distribution, in space", $"standard deviation of {until}, relative", deviation, runs < 25 ? 0.045 : 0.02, "1");
        yield return new VerificationRow("FOI", "binomial distribution, in space", "chi-square over its quantile 0.9999, worst of ten", chi, 1, "1");
    }

    /// <summary>
    /// The same laws as a hybrid whose numbers change their regime: the mean of FOI, whose bulk has no fluctuations, and all of MASTEQ, continuous above 25. Collective.
    /// </summary>
    public static IEnumerable<VerificationRow> Hybrid(Communicator ranks)
    {
        const int copies = 20_016, start = 50;
        var options = ReactionLaws.Options("A -> 0", "5 /s", null, 0) with { Method = ReactionMethod.Hybrid, Hybrid = new() { Threshold = 16 }, Integration = new() { Step = 20 } };
        var replicas = new Replicas(MirrorMesh.Create(1, copies / 24, 1, 1), options, Replicas.Tets, new Dictionary<string, long> { ["A"] = start }, 3, ranks);
        double worst = 0;
        for (int i = 1; i <= 10; i++)
        {
            replicas.Solver.Advance(SimTime.FromMilliseconds(100 * i));
            worst = Math.Max(worst, Math.Abs(replicas.Mean("A") / (start * Math.Exp(-0.5 * i)) - 1));
        }
        yield return new VerificationRow("FOI", "binomial distribution, hybrid", "mean, 0.1 to 1 s, relative", worst, 0.02, "1");
        foreach (var row in BirthDeath(ranks, ReactionMethod.Hybrid)) yield return row;
    }

    /// <summary>0 -> A, 0.001 M/s for 1 s in 1 um^3: a Poisson number in each of 24 tets. Collective.</summary>
    public static IEnumerable<VerificationRow> Production(Communicator ranks)
    {
        const int copies = 24;
        var replicas = new Replicas(MirrorMesh.Create(1, 1, 1, 1), ReactionLaws.Options("0 -> A", "0.001 M/s", null, 0), Replicas.Tets, new Dictionary<string, long>(), 3, ranks);
        replicas.Solver.Advance(SimTime.FromMilliseconds(1000));
        double exact = 1e-3 * Constants.Avogadro * 1e-15 / copies, mean = replicas.Mean("A");
        double dispersion = replicas.Numbers("A").Sum(n => (n - exact) * (n - exact) / exact) / ChiSquareQuantile(copies, Quantile999);
        yield return new VerificationRow("ZERO", "Poisson distribution", "mean after 1 s, over 4 standard errors", Math.Abs(mean - exact) / (4 * Math.Sqrt(exact / copies)), 1, "1");
        yield return new VerificationRow("ZERO", "Poisson distribution", "dispersion over its quantile 0.999", dispersion, 1, "1");
    }

    /// <summary>0 -> A 100 /s, A -> 0 10 /s: Poisson of mean 10; 200,000 s in all, sampled each 0.1 s. Collective.</summary>
    public static IEnumerable<VerificationRow> BirthDeath(Communicator ranks, ReactionMethod method = ReactionMethod.Stochastic)
    {
        const int copies = 20_016;
        var options = ReactionLaws.Options("A -> 0", "10 /s", null, 0);
        options = options with { Reactions = new Dictionary<string, RateOptions>(options.Reactions) { ["0 -> A"] = new() { Forward = $"{100 / (Constants.Avogadro * 1e-15):R} M/s" } }, Method = method, Hybrid = new() { Threshold = 25 }, Integration = new() { Step = 10 } };
        string oracle = "Poisson distribution" + (method == ReactionMethod.Hybrid ? ", hybrid" : "");
        var replicas = new Replicas(MirrorMesh.Create(Math.Cbrt(24), copies / 24, 1, 1), options, Replicas.Tets, new Dictionary<string, long> { ["A"] = 10 }, 3, ranks);
        var seen = new Dictionary<long, long>();
        replicas.Solver.Advance(SimTime.FromMilliseconds(2000));
        for (int i = 1; i <= 100; i++)
        {
            replicas.Solver.Advance(SimTime.FromMilliseconds(2000 + 100 * i));
            foreach (long n in replicas.Numbers("A")) seen[n] = seen.GetValueOrDefault(n) + 1;
        }
        yield return new VerificationRow("MASTEQ", oracle, "probability of 5 to 15, relative", Deviation(seen, 10, 5, 15), 0.015, "1");
        yield return new VerificationRow("MASTEQ", oracle, "chi-square over its quantile 0.999", ChiSquare(replicas.Numbers("A"), k => Poisson(10, k)), 1, "1");
    }

    /// <summary>A + B -> B, 0 -> A in a cube of 1 um with one B: Poisson. Collective.</summary>
    /// <param name="seconds">Simulated time of all copies together; the specification's tolerance of 7.5 % belongs to 50,000 s.</param>
    public static IEnumerable<VerificationRow> Diffusing(Communicator ranks, double seconds)
    {
        const int copies = 100;
        const double k1 = 100e6, k2 = 20e-10, settle = 20, every = 0.1;
        double lambda = k2 * Constants.Avogadro * 1e-30 / (k1 / Constants.Avogadro), memory = k1 / (Constants.Avogadro * 1e-15);
        var options = ReactionLaws.Options("A + B -> B", $"{k1} /M/s", null, 0.02);
        options = options with { Reactions = new Dictionary<string, RateOptions>(options.Reactions) { ["0 -> A"] = new() { Forward = $"{k2} M/s" } } };
        var replicas = new Replicas(MirrorMesh.Create(1, 1, 1, 1, copies), options, Replicas.Boxes(copies), new Dictionary<string, long> { ["A"] = (long)Math.Round(lambda), ["B"] = 1 }, 3, ranks);
        replicas.Solver.Advance(SimTime.FromMilliseconds(1e3 * settle));
        var seen = new Dictionary<long, long>();
        int samples = (int)Math.Max(1, Math.Round(seconds / copies / every));
        for (int i = 1; i <= samples; i++)
        {
            replicas.Solver.Advance(SimTime.FromMilliseconds(1e3 * (settle + every * i)));
            foreach (long n in replicas.Numbers("A")) seen[n] = seen.GetValueOrDefault(n) + 1;
        }
        double total = seen.Values.Sum(), mean = seen.Sum(s => s.Key * s.Value) / total;
        // Numbers of one copy are correlated over the life of an A.
        double independent = Math.Max(copies, seconds * memory / 2);
        yield return new VerificationRow("MASTEQ-DIFF", "Poisson distribution", "mean, over 4 standard errors", Math.Abs(mean - lambda) / (4 * Math.Sqrt(lambda / independent)), 1, "1");
        if (seconds >= 50_000) yield return new VerificationRow("MASTEQ-DIFF", "Poisson distribution", "probability of 5 to 10, relative", Deviation(seen, lambda, 5, 10), 0.075, "1");
        yield return new VerificationRow("MASTEQ-DIFF", "Poisson distribution", "chi-square over its quantile 0.999", ChiSquare(replicas.Numbers("A"), k => Poisson(lambda, k)), 1, "1");
    }

    private static double Deviation(Dictionary<long, long> seen, double mean, int low, int high)
    {
        double total = seen.Values.Sum(), worst = 0;
        for (int m = low; m <= high; m++) worst = Math.Max(worst, Math.Abs(seen.GetValueOrDefault(m) / total / Poisson(mean, m) - 1));
        return worst;
    }

    /// <summary>Pearson's chi-square over a quantile of it; numbers expected less than ten times are pooled.</summary>
    private static double ChiSquare(long[] numbers, Func<int, double> probability, double quantile = Quantile999)
    {
        var counts = numbers.CountBy(n => n).ToDictionary(c => c.Key, c => c.Value);
        double chi = 0, expected = 0, left = 1;
        int observed = 0, classes = 0, used = 0;
        for (int k = 0; used < numbers.Length || expected > 0; k++)
        {
            double p = probability(k);
            expected += p * numbers.Length;
            left -= p;
            int here = counts.GetValueOrDefault(k);
            observed += here;
            used += here;
            // The rest of the distribution is one class.
            bool last = left * numbers.Length < 10;
            if (last) (expected, observed) = (expected + left * numbers.Length, observed + numbers.Length - used);
            if (expected < 10 && !last) continue;
            chi += (observed - expected) * (observed - expected) / expected;
            classes++;
            (expected, observed) = (0, 0);
            if (last) break;
        }
        return chi / ChiSquareQuantile(Math.Max(1, classes - 1), quantile);
    }

    /// <summary>Wilson and Hilferty 1931.</summary>
    private static double ChiSquareQuantile(int freedom, double normal)
    {
        double v = 2.0 / (9 * freedom);
        return freedom * Math.Pow(1 - v + normal * Math.Sqrt(v), 3);
    }

    private static double Poisson(double mean, int k)
    {
        double p = Math.Exp(-mean);
        for (int i = 1; i <= k; i++) p *= mean / i;
        return p;
    }

    private static double Binomial(int n, int k, double p)
    {
        if (k > n) return 0;
        double b = Math.Pow(1 - p, n);
        for (int i = 1; i <= k; i++) b *= (n - i + 1.0) / i * p / (1 - p);
        return b;
    }
}
