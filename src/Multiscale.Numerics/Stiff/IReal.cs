namespace Multiscale.Numerics;

/// <summary>
/// A number that equations are written in once: <see cref="Scalar"/> gives their value, <see cref="Dual"/> also their exact derivatives.
/// </summary>
public interface IReal<T> where T : struct, IReal<T>
{
    double Value { get; }

    static abstract T Of(double constant);

    static abstract T operator -(T a);

    static abstract T operator +(T a, T b);

    static abstract T operator -(T a, T b);

    static abstract T operator *(T a, T b);

    static abstract T operator /(T a, T b);

    static abstract T operator +(T a, double b);

    static abstract T operator -(T a, double b);

    static abstract T operator -(double a, T b);

    static abstract T operator *(double a, T b);

    static abstract T operator /(T a, double b);

    static abstract T operator /(double a, T b);

    static abstract T Exp(T a);

    static abstract T Log(T a);

    static abstract T Sqrt(T a);

    static abstract T Pow(T a, double power);
}
