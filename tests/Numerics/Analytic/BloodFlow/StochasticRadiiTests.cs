using Multiscale.BloodFlow;
using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.NumericsTests;

/// <summary>Oracle: closed forms of the reflected Ornstein-Uhlenbeck process.</summary>
public sealed class StochasticRadiiTests
{
    [Fact]
    public void ScaledRate_TwoPointEight_HasTheClosedForm() =>
        // Adaptive quadrature of the integral to 16 digits.
        Assert.Equal(25.572548545265416, StochasticOptions.ScaledRate(2.8), 1e-13);

    [Fact]
    public void Advance_ManyVessels_IsHalfNormal()
    {
        // 4000 separate vessels between held pressures; after 5 s (about 47 relaxation times) they are stationary and independent.
        const int n = 4000;
        var positions = new Point3[2 * n];
        int[] start = new int[n], end = new int[n];
        var boundaries = new BoundaryOptions[2 * n];
        for (int i = 0; i < n; i++)
        {
            (start[i], end[i]) = (2 * i, 2 * i + 1);
            (positions[2 * i], positions[2 * i + 1]) = (new Point3(0, 0, i), new Point3(10, 0, i));
            boundaries[2 * i] = new BoundaryOptions { Node = 2 * i, Pressure = 2 };
            boundaries[2 * i + 1] = new BoundaryOptions { Node = 2 * i + 1, Pressure = 1 };
        }
        var diameters = new double[2 * n];
        Array.Fill(diameters, 4);
        var graph = VesselGraph.FromNodes(positions, diameters, start, end);
        var ranks = new SerialCommunicator();
        var options = new BloodFlowOptions { Radii = RadiusModel.Stochastic, Boundaries = boundaries };
        using var solver = new BloodFlowSolver(options, graph, BloodFlowSolver.Blocks(graph, ranks), ranks);
        solver.Advance(SimTime.FromMilliseconds(5000));

        double deviation = 2 * 0.38 / 2.8, mean = 0;
        for (int e = 0; e < n; e++) mean += (solver.Radii[e] - 2) / n;
        // Clamping at 0 instead of reflecting leaves a mass at rest; with steps of 10 ms (k dt = 0.095) the mean lies below the half-normal's by a share of order sqrt(k dt).
        double halfNormal = deviation * Math.Sqrt(2 / Math.PI), expected = Reach.ClampedMean(deviation, 9.471314276024227 * 0.01);
        double standardError = deviation * Math.Sqrt(1 - 2 / Math.PI) / Math.Sqrt(n);
        Assert.Equal(expected, mean, 4 * standardError);
        Assert.InRange(mean, 0.5 * halfNormal, 1.1 * halfNormal);
    }

    private static class Reach
    {
        /// <summary>Mean of the clamped chain x := max(0, x e^-a + s sqrt(1 - e^-2a) N) by iterating its density on a grid.</summary>
        public static double ClampedMean(double s, double a)
        {
            const int cells = 1200;
            double dx = 6 * s / cells, kept = Math.Exp(-a), spread = s * Math.Sqrt(1 - kept * kept);
            double[] density = new double[cells], next = new double[cells];
            double atZero = 1, mean = 0;
            for (int step = 0; step < 150; step++)
            {
                Array.Clear(next);
                double zero = 0;
                Spread(0, atZero);
                for (int i = 0; i < cells; i++) Spread((i + 0.5) * dx * kept, density[i]);
                (density, next) = (next, density);
                atZero = zero;

                void Spread(double centre, double mass)
                {
                    if (mass < 1e-14) return;
                    zero += mass * Phi(-centre / spread);
                    int first = Math.Max(0, (int)((centre - 7 * spread) / dx)), last = Math.Min(cells - 1, (int)((centre + 7 * spread) / dx));
                    for (int i = first; i <= last; i++)
                    {
                        double z = ((i + 0.5) * dx - centre) / spread;
                        next[i] += mass * dx / spread / Math.Sqrt(2 * Math.PI) * Math.Exp(-0.5 * z * z);
                    }
                }
            }
            for (int i = 0; i < cells; i++) mean += density[i] * (i + 0.5) * dx;
            return mean;
        }

        /// <summary>Normal distribution function (Abramowitz and Stegun 26.2.17, error 7.5e-8).</summary>
        private static double Phi(double z)
        {
            double t = 1 / (1 + 0.2316419 * Math.Abs(z));
            double tail = Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI) * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
            return z < 0 ? tail : 1 - tail;
        }
    }
}
