using System.Runtime.Intrinsics;

namespace Multiscale.Numerics;

/// <summary>A value with its derivatives by eight variables (forward mode): a Jacobian takes one sweep per eight columns.</summary>
public readonly struct Dual(double value, Vector512<double> slopes) : IReal<Dual>
{
    /// <summary>Variables per sweep.</summary>
    public const int Width = 8;

    public double Value { get; } = value;

    public Vector512<double> Slopes { get; } = slopes;

    /// <summary>The variable number <paramref name="index"/> of a sweep; an index outside it is a constant.</summary>
    public static Dual Variable(double value, int index) =>
        new(value, (uint)index < Width ? Vector512<double>.Zero.WithElement(index, 1.0) : Vector512<double>.Zero);

    /// <summary>Writes the slopes of one sweep, whose first variable is <paramref name="first"/>, into a square Jacobian held row by row.</summary>
    public static void CopyColumns(ReadOnlySpan<Dual> rates, int first, Span<double> jacobian)
    {
        int columns = Math.Min(Width, rates.Length - first);
        for (int i = 0; i < rates.Length; i++)
        {
            var row = jacobian.Slice(i * rates.Length + first, columns);
            var slopes = rates[i].Slopes;
            for (int j = 0; j < columns; j++) row[j] = slopes[j];
        }
    }

    public static Dual Of(double constant) => new(constant, Vector512<double>.Zero);

    public static Dual operator -(Dual a) => new(-a.Value, -a.Slopes);

    public static Dual operator +(Dual a, Dual b) => new(a.Value + b.Value, a.Slopes + b.Slopes);

    public static Dual operator -(Dual a, Dual b) => new(a.Value - b.Value, a.Slopes - b.Slopes);

    public static Dual operator *(Dual a, Dual b) => new(a.Value * b.Value, a.Slopes * b.Value + b.Slopes * a.Value);

    public static Dual operator /(Dual a, Dual b)
    {
        double inverse = 1 / b.Value, quotient = a.Value / b.Value;
        return new(quotient, (a.Slopes - b.Slopes * quotient) * inverse);
    }

    public static Dual operator +(Dual a, double b) => new(a.Value + b, a.Slopes);

    public static Dual operator -(Dual a, double b) => new(a.Value - b, a.Slopes);

    public static Dual operator -(double a, Dual b) => new(a - b.Value, -b.Slopes);

    public static Dual operator *(double a, Dual b) => new(a * b.Value, b.Slopes * a);

    public static Dual operator /(Dual a, double b) => new(a.Value / b, a.Slopes * (1 / b));

    public static Dual operator /(double a, Dual b)
    {
        double inverse = 1 / b.Value;
        return new(a * inverse, b.Slopes * (-a * inverse * inverse));
    }

    public static Dual Exp(Dual a)
    {
        double e = Math.Exp(a.Value);
        return new(e, a.Slopes * e);
    }

    public static Dual Log(Dual a) => new(Math.Log(a.Value), a.Slopes * (1 / a.Value));

    public static Dual Sqrt(Dual a)
    {
        double root = Math.Sqrt(a.Value);
        return new(root, a.Slopes * (0.5 / root));
    }

    public static Dual Pow(Dual a, double power)
    {
        double p = Math.Pow(a.Value, power);
        return new(p, a.Slopes * (power * p / a.Value));
    }
}
