using Multiscale.Core;
using Multiscale.Numerics;

namespace Multiscale.Metabolism;

/// <summary>The fixed point of a unit under a constant drive, by damped Newton iteration with the exact Jacobian.</summary>
internal static class RestState
{
    private const double LargestRelativeStep = 0.05;

    /// <summary>The fixed point near the published initial values; <paramref name="name"/> says whose it is in the error message.</summary>
    /// <exception cref="NumericalException">There is none that Newton's iteration can reach.</exception>
    public static double[] Solve<TSystem>(TSystem system, double[] guess, double inflow, string name) where TSystem : IStiffSystem
    {
        int n = system.Dimension, venous = n == UnitState.FullCount ? UnitState.InFull(UnitState.Vv) : UnitState.Vv;
        double[] y = (double[])guess.Clone(), rates = new double[n], jacobian = new double[n * n];
        y[venous] = Jolivet.VenousRest * Math.Sqrt(inflow / Jolivet.InflowRest);
        var lu = new DenseLu(n);
        double best = double.PositiveInfinity;
        for (int iteration = 0, stalled = 0; iteration < 500; iteration++)
        {
            system.Rates(0, y, rates);
            system.Jacobian(0, y, jacobian);
            for (int i = 0; i < n; i++) jacobian.AsSpan(i * n, n).CopyTo(lu.Row(i));
            if (!lu.Factorize()) break;
            lu.Solve(rates);
            double largest = 0;
            for (int i = 0; i < n; i++) largest = Math.Max(largest, Math.Abs(rates[i] / y[i]));
            if (double.IsNaN(largest)) break;
            double damping = Math.Min(1, LargestRelativeStep / largest);
            for (int i = 0; i < n; i++) y[i] -= damping * rates[i];
            // Converged: rounding no longer lets the step shrink.
            if (largest < 1e-10)
            {
                stalled = largest < 0.5 * best ? 0 : stalled + 1;
                best = Math.Min(best, largest);
                if (largest < 3e-15 || stalled == 3) return y;
            }
        }
        throw new NumericalException("MS0601", $"{name} has no metabolic rest state that could be found (inflow {inflow} 1/s)", "bring its inflow and capillary volume nearer to 0.012 1/s and 0.0055, or use start: rest");
    }
}
