using Multiscale.Core;

namespace Multiscale.BloodFlow;

/// <summary>
/// The concentration along a capillary, dc/ds = -k (free(c) - u) for s from 0 to 1. Steps of the exponential Rosenbrock-Euler scheme, exact where nothing is bound
/// and of second order otherwise, each beside two of half its size: their difference sets the next step and lifts the order to three.
/// </summary>
internal static class CapillaryProfile
{
    private const double Tolerance = 1e-7; // of the concentration at the upper end, per step
    private const double Most = 1e6; // more exchange changes nothing: blood has long come to rest with the tissue
    private const double Least = 1e-14;

    /// <param name="exchange">Wall area times permeability over flow.</param>
    /// <param name="tissue">u [mM].</param>
    /// <returns>Concentrations at the lower end and in the mean [mM].</returns>
    public static (double Lower, double Mean) Along(FreeShare law, double upper, double exchange, double tissue)
    {
        exchange = Math.Min(exchange, Most);
        double c = upper, s = 0, step = 1, mean = 0;
        while (s < 1)
        {
            step = Math.Min(step, 1 - s);
            double whole = Step(law, c, exchange * step, tissue), half = Step(law, c, 0.5 * exchange * step, tissue);
            double halves = law.Holds(half) ? Step(law, half, 0.5 * exchange * step, tissue) : double.NaN;
            double error = Math.Abs(halves - whole) / 3, next = halves + (halves - whole) / 3;
            bool good = error <= Tolerance * upper && law.Holds(next);
            if (!good && step <= Least) throw new NumericalException("MS0646", $"no profile along a capillary from {upper} mM beside {tissue} mM", "check the binding curve of the solute and the concentrations in the tissue");
            if (good)
            {
                // Simpson over the step.
                mean += step * (c + 4 * half + halves) / 6;
                c = next;
                s = step >= 1 - s ? 1 : s + step;
            }
            step *= double.IsNaN(error) ? 0.2 : Math.Clamp(0.9 * Math.Cbrt(Tolerance * upper / Math.Max(error, 1e-300)), 0.2, 5);
        }
        return (c, mean);
    }

    /// <summary>c + phi(-k f') (-k) (free(c) - u), phi(z) = (e^z - 1)/z.</summary>
    private static double Step(FreeShare law, double c, double k, double tissue)
    {
        if (!law.Holds(c)) return double.NaN;
        var (free, slope) = law.At(c);
        double z = k * slope;
        double phi = z > 1e-2 ? (1 - Math.Exp(-z)) / z : 1 - z / 2 * (1 - z / 3 * (1 - z / 4 * (1 - z / 5)));
        return c - phi * k * (free - tissue);
    }
}
