using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.Diffusion;

/// <summary>A rate constant as a function of the membrane potential.</summary>
public abstract class VoltageRate
{
    /// <summary>In the unit of <see cref="Reaction.Rate"/>, at a potential in mV.</summary>
    public abstract double At(double potential);
}

/// <summary>
/// A rate given by an expression of V, tabulated from -150 to 100 mV in steps of 0.1 mV with cubic interpolation; evaluated itself beyond. A removable singularity, as in x / (1 - exp(-x)), is
/// filled with the mean of its two sides.
/// </summary>
public sealed class TabulatedRate : VoltageRate
{
    private const double Low = -150, PerMillivolt = 10, Aside = 1e-4;

    private const int Points = 2501;

    private readonly Expression expression;
    private readonly double factor;
    private readonly double[] table = new double[Points];

    private TabulatedRate(Expression expression, double factor)
    {
        (this.expression, this.factor) = (expression, factor);
        for (int i = 0; i < Points; i++) table[i] = Exact(Low + i / PerMillivolt);
    }

    /// <summary>Reads an expression of V [mV], such as <c>4*exp(-(V + 65)/18)</c>.</summary>
    /// <param name="factor">From the unit of the text to that of the rate.</param>
    /// <exception cref="InputException">MS0530: no expression, or one that is negative or infinite somewhere in the table.</exception>
    public static TabulatedRate Parse(string text, double factor, SourceLocation? location = null)
    {
        try
        {
            var model = EquationText.Parse($"model rate\ninput V (mV)\nrate = {text}\n", "rate").Lower(new EquationOptions());
            var read = new TabulatedRate(model.Observe("rate"), factor);
            int wrong = Array.FindIndex(read.table, k => !(k >= 0) || double.IsInfinity(k));
            if (wrong < 0) return read;
            throw new InputException("MS0530", $"the rate '{text}' is {read.table[wrong] / factor:g6} at V = {Low + wrong / PerMillivolt:g6} mV", "a rate is finite and at least 0 from -150 to 100 mV", location);
        }
        catch (InputException fault) when (fault.Diagnostics[0].Code != "MS0530")
        {
            throw new InputException("MS0530", $"'{text}' is no expression of V: {fault.Diagnostics[0].Message}", "write for example '4*exp(-(V + 65)/18) [1/ms]', with V in mV", location);
        }
    }

    public override double At(double potential)
    {
        double x = (potential - Low) * PerMillivolt;
        if (!(x >= 1 && x < Points - 2)) return Exact(potential);
        int i = (int)x;
        double t = x - i, before = table[i - 1], here = table[i], there = table[i + 1], after = table[i + 2];
        // Lagrange's polynomial through four points.
        double value = here + t * (there - here + (1 - t) / 6 * ((t - 2) * (there - 2 * here + before) - (t + 1) * (after - 2 * there + here)));
        return Math.Max(0, value);
    }

    private double Exact(double potential)
    {
        double value = Evaluate(potential);
        return factor * (double.IsFinite(value) ? value : Limit(potential));
    }

    /// <summary>The mean of both sides; infinite at a pole, where it depends on how near they are.</summary>
    private double Limit(double potential)
    {
        double near = 0.5 * (Evaluate(potential - Aside) + Evaluate(potential + Aside)), far = 0.5 * (Evaluate(potential - 3 * Aside) + Evaluate(potential + 3 * Aside));
        return Math.Abs(near - far) <= 1e-3 * Math.Abs(near) ? near : double.PositiveInfinity;
    }

    private double Evaluate(double potential) => ExpressionGraph.Evaluate(expression, _ => potential);
}

/// <summary>
/// Ions that pass an open channel one way, after Goldman, Hodgkin and Katz: <c>factor x / (1 - exp(-x))</c>, x = slope V. With the valence z, slope z F / (R T) is the way out and
/// its negative the way in; their difference is the GHK current.
/// </summary>
/// <param name="slope">z F / (R T) [1/mV] for the way out, its negative for the way in.</param>
/// <param name="factor">Permeability of an open channel [um^3/ms], or its product with a concentration.</param>
public sealed class GoldmanRate(double slope, double factor) : VoltageRate
{
    private const double Small = 1e-2;

    public override double At(double potential)
    {
        double x = slope * potential;
        // The first omitted term is x^6 / 30240.
        return factor * (Math.Abs(x) < Small ? 1 + x / 2 + x * x / 12 - x * x * x * x / 720 : x / (1 - Math.Exp(-x)));
    }
}
