using Multiscale.Core;

namespace Multiscale.BloodFlow;

/// <summary>The stochastic radii of capillaries against the closed forms of the reflected Ornstein-Uhlenbeck process.</summary>
public static class RadiusVerification
{
    private const string Case = "radius_process";
    private const int Vessels = 4000;
    private const double Rest = 2; // [um]

    public static IEnumerable<VerificationRow> Run()
    {
        // Adaptive quadrature of the integral to 16 digits.
        double rate = StochasticOptions.ScaledRate(2.8);
        yield return new VerificationRow(Case, "quadrature", "k T at a spread of 2.8", Math.Abs(rate - 25.572548545265416) / rate, 1e-14, "relative");
        foreach (var row in Stationary()) yield return row;
        yield return FirstPassage();
    }

    private static IEnumerable<VerificationRow> Stationary()
    {
        const int looks = 10;
        var options = new StochasticOptions();
        var (process, radii) = Capillaries(options);
        double sum = 0, squares = 0, beyond = 0, maximum = Rest * options.MaxCapillary, deviation = maximum / options.Spread;
        // Rest is forgotten with k = 9.5 1/s: after 3 s, and again after each further 2 s, the samples are independent to e^-19.
        for (int look = 0; look < looks; look++)
        {
            process.Advance(Milliseconds(look == 0 ? 0 : 1000 + 2000 * look), Milliseconds(3000 + 2000 * look), default, radii);
            foreach (double r in radii)
            {
                double x = r - Rest;
                sum += x;
                squares += x * x;
                beyond += x > maximum ? 1 : 0;
            }
        }
        const double n = (double)Vessels * looks;
        double mean = deviation * Math.Sqrt(2 / Math.PI), variance = deviation * deviation * (1 - 2 / Math.PI);
        yield return new VerificationRow(Case, "half-normal", "mean dilation", Math.Abs(sum / n - mean), 4 * Math.Sqrt(variance / n), "um");
        // The fourth moment of the normal gives x^2 a variance of 2 sd^4.
        yield return new VerificationRow(Case, "half-normal", "mean square dilation", Math.Abs(squares / n - deviation * deviation), 4 * deviation * deviation * Math.Sqrt(2 / n), "um^2");
        const double tail = 0.005110260661; // 2 (1 - Phi(2.8))
        yield return new VerificationRow(Case, "half-normal", "share beyond the maximum", Math.Abs(beyond / n - tail), 4 * Math.Sqrt(tail / n), "1");
    }

    private static VerificationRow FirstPassage()
    {
        const double step = 5; // [ms]
        var options = new StochasticOptions { Step = step };
        var (process, radii) = Capillaries(options);
        double rate = StochasticOptions.ScaledRate(options.Spread) / options.TimeCapillary, maximum = Rest * options.MaxCapillary;
        // Between two looks the process can cross and come back: the level seen lies 0.5826 sigma sqrt(dt) lower (Broadie, Glasserman and Kou 1997, Math Finance 7:325).
        double level = maximum * (1 - 0.5826 * Math.Sqrt(2 * rate * 1e-3 * step) / options.Spread);
        var reached = new double[Vessels];
        int waiting = Vessels;
        for (int k = 0; waiting > 0; k++)
        {
            process.Advance(Milliseconds(step * k), Milliseconds(step * (k + 1)), default, radii);
            for (int v = 0; v < Vessels; v++)
            {
                if (reached[v] > 0 || radii[v] - Rest < level) continue;
                reached[v] = 1e-3 * step * (k + 1);
                waiting--;
            }
        }
        double mean = reached.Average(), spread = Math.Sqrt(reached.Sum(t => (t - mean) * (t - mean)) / (Vessels - 1));
        return new VerificationRow(Case, "T of the options", "mean time to the maximum", Math.Abs(mean - options.TimeCapillary), 4 * spread / Math.Sqrt(Vessels), "s");
    }

    private static (StochasticRadii Process, double[] Radii) Capillaries(StochasticOptions options)
    {
        var ids = new long[Vessels];
        for (int v = 0; v < Vessels; v++) ids[v] = v;
        var (moves, rest) = (new bool[Vessels], new double[Vessels]);
        Array.Fill(moves, true);
        Array.Fill(rest, Rest);
        return (new StochasticRadii(options, 3, new EntitySet("vessels", Vessels, ids), moves, rest), (double[])rest.Clone());
    }

    private static SimTime Milliseconds(double value) => SimTime.FromMilliseconds(value);
}
