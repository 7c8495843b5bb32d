namespace Multiscale.Numerics;

/// <summary>A plain double as an <see cref="IReal{T}"/>.</summary>
public readonly record struct Scalar(double Value) : IReal<Scalar>
{
    public static Scalar Of(double constant) => new(constant);

    public static Scalar operator -(Scalar a) => new(-a.Value);

    public static Scalar operator +(Scalar a, Scalar b) => new(a.Value + b.Value);

    public static Scalar operator -(Scalar a, Scalar b) => new(a.Value - b.Value);

    public static Scalar operator *(Scalar a, Scalar b) => new(a.Value * b.Value);

    public static Scalar operator /(Scalar a, Scalar b) => new(a.Value / b.Value);

    public static Scalar operator +(Scalar a, double b) => new(a.Value + b);

    public static Scalar operator -(Scalar a, double b) => new(a.Value - b);

    public static Scalar operator -(double a, Scalar b) => new(a - b.Value);

    public static Scalar operator *(double a, Scalar b) => new(a * b.Value);

    public static Scalar operator /(Scalar a, double b) => new(a.Value / b);

    public static Scalar operator /(double a, Scalar b) => new(a / b.Value);

    public static Scalar Exp(Scalar a) => new(Math.Exp(a.Value));

    public static Scalar Log(Scalar a) => new(Math.Log(a.Value));

    public static Scalar Sqrt(Scalar a) => new(Math.Sqrt(a.Value));

    public static Scalar Pow(Scalar a, double power) => new(Math.Pow(a.Value, power));
}
