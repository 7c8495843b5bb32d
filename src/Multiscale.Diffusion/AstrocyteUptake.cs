namespace Multiscale.Diffusion;

/// <summary>
/// Astrocyte uptake of potassium per extracellular volume, J(K) = G [s(K) - s(K0)], s(K) = 1 / (1 + exp((half - K) / slope)):
/// zero at rest K0, negative (return from the store) below it. Cressman et al. 2009, J Comput Neurosci 26:159.
/// </summary>
public sealed class AstrocyteUptake
{
    private const int StepsPerSpan = 4;
    private readonly double maxRate, half, slope, atRest;

    public AstrocyteUptake(UptakeOptions options, double rest)
    {
        maxRate = 1e-3 * options.MaxRate;
        half = options.Half;
        slope = options.Slope;
        atRest = Sigmoid(rest);
    }

    /// <summary>J [mM/ms] at <paramref name="potassium"/> [mM].</summary>
    public double Rate(double potassium) => maxRate * (Sigmoid(potassium) - atRest);

    /// <summary>
    /// What dK/dt = gain - J(K) takes up in <paramref name="span"/> [ms], in mM: four steps of the classical Runge-Kutta scheme,
    /// whose error is far below that of the diffusion step.
    /// </summary>
    /// <param name="gain">All other sources [mM/ms], constant over the span.</param>
    public double Over(double span, double potassium, double gain)
    {
        double h = span / StepsPerSpan, k = potassium;
        for (int i = 0; i < StepsPerSpan; i++)
        {
            double a = gain - Rate(k), b = gain - Rate(k + h / 2 * a), c = gain - Rate(k + h / 2 * b), d = gain - Rate(k + h * c);
            k += h / 6 * (a + 2 * b + 2 * c + d);
        }
        return potassium + gain * span - k;
    }

    private double Sigmoid(double potassium) => 1 / (1 + Math.Exp((half - potassium) / slope));
}
