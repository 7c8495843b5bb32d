using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Multiscale.Core;

namespace Multiscale.Modeling;

public static partial class VectorMath
{
    /// <summary>Doubles per vector that generated kernels use here: 8, or 4 where registers are narrower.</summary>
    public static int Width => Vector512.IsHardwareAccelerated ? 8 : 4;

    /// <summary>
    /// The error function: Taylor's series below 2, a continued fraction of the complement above (Abramowitz and Stegun 7.1.6, 7.1.14); within
    /// 1e-15 of the exact value.
    /// </summary>
    public static double Erf(double x)
    {
        double a = Math.Abs(x);
        if (double.IsNaN(x)) return x;
        if (a < 2)
        {
            double term = a, sum = a;
            for (int n = 1; Math.Abs(term) > 1e-18 * sum; n++)
            {
                term *= 2 * a * a / (2 * n + 1);
                sum += term;
            }
            return Math.CopySign(2 / Math.Sqrt(Math.PI) * Math.Exp(-a * a) * sum, x);
        }
        if (a > 6) return Math.CopySign(1, x);
        double fraction = a;
        for (int n = 60; n > 0; n--) fraction = a + 0.5 * n / fraction;
        return Math.CopySign(1 - Math.Exp(-a * a) / (Math.Sqrt(Math.PI) * fraction), x);
    }

    /// <summary>A WHILE loop has taken too many turns.</summary>
    public static void Endless(string kernel) => throw new NumericalException("MS1342", $"a WHILE loop in {kernel} has not ended after {LoopBody.MostTurns} turns", "look for a condition that some value, such as a voltage out of range, never meets");

    public static Vector512<double> Lookup(LookupTable table, Vector512<double> x)
    {
        Span<double> lanes = stackalloc double[8];
        x.CopyTo(lanes);
        for (int i = 0; i < 8; i++) lanes[i] = table.At(lanes[i]);
        return Vector512.Create<double>(lanes);
    }

    public static Vector512<double> LookupSlope(LookupTable table, Vector512<double> x)
    {
        Span<double> lanes = stackalloc double[8];
        x.CopyTo(lanes);
        for (int i = 0; i < 8; i++) lanes[i] = table.SlopeAt(lanes[i]);
        return Vector512.Create<double>(lanes);
    }

    public static Vector512<double> Lookup(LookupTable table, Vector512<double> x, Vector512<double> second)
    {
        Span<double> lanes = stackalloc double[8], others = stackalloc double[8];
        x.CopyTo(lanes);
        second.CopyTo(others);
        for (int i = 0; i < 8; i++) lanes[i] = table.At(lanes[i], others[i]);
        return Vector512.Create<double>(lanes);
    }

    public static Vector512<double> LookupSlope(LookupTable table, Vector512<double> x, Vector512<double> second, int by)
    {
        Span<double> lanes = stackalloc double[8], others = stackalloc double[8];
        x.CopyTo(lanes);
        second.CopyTo(others);
        for (int i = 0; i < 8; i++) lanes[i] = table.SlopeAt(lanes[i], others[i], by);
        return Vector512.Create<double>(lanes);
    }

    public static Vector256<double> Lookup(LookupTable table, Vector256<double> x, Vector256<double> second) => Lookup(table, Vector512.Create(x, x), Vector512.Create(second, second)).GetLower();

    public static Vector256<double> LookupSlope(LookupTable table, Vector256<double> x, Vector256<double> second, int by) =>
        LookupSlope(table, Vector512.Create(x, x), Vector512.Create(second, second), by).GetLower();

    public static Vector256<double> Lookup(LookupTable table, Vector256<double> x) => Lookup(table, Vector512.Create(x, x)).GetLower();

    public static Vector256<double> LookupSlope(LookupTable table, Vector256<double> x) => LookupSlope(table, Vector512.Create(x, x)).GetLower();

    /// <summary>The complement of the error function, with small relative error far out too: 2e-14 below 2, 1e-15 above but for the rounding of x^2.</summary>
    public static double Erfc(double x)
    {
        if (!(x >= 2)) return x > -6 ? 1 - Erf(x) : double.IsNaN(x) ? x : 2;
        double fraction = x;
        for (int n = 60; n > 0; n--) fraction = x + 0.5 * n / fraction;
        double square = x * x, rest = Math.FusedMultiplyAdd(x, x, -square);
        return Math.Exp(-square) * (1 - rest) / (Math.Sqrt(Math.PI) * fraction);
    }

    /// <summary>A function of one number, lane by lane: for what has no vector form of its own.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<double> Each(Operation function, Vector512<double> x)
    {
        Span<double> lanes = stackalloc double[8];
        x.CopyTo(lanes);
        for (int i = 0; i < 8; i++) lanes[i] = ScalarMath.Evaluate(function, lanes[i]);
        return Vector512.Create<double>(lanes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<double> Each(Operation function, Vector512<double> x, Vector512<double> y)
    {
        Span<double> lanes = stackalloc double[8], others = stackalloc double[8];
        x.CopyTo(lanes);
        y.CopyTo(others);
        for (int i = 0; i < 8; i++) lanes[i] = ScalarMath.Evaluate(function, lanes[i], others[i]);
        return Vector512.Create<double>(lanes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector256<double> Each(Operation function, Vector256<double> x)
    {
        Span<double> lanes = stackalloc double[4];
        x.CopyTo(lanes);
        for (int i = 0; i < 4; i++) lanes[i] = ScalarMath.Evaluate(function, lanes[i]);
        return Vector256.Create<double>(lanes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector256<double> Each(Operation function, Vector256<double> x, Vector256<double> y)
    {
        Span<double> lanes = stackalloc double[4], others = stackalloc double[4];
        x.CopyTo(lanes);
        y.CopyTo(others);
        for (int i = 0; i < 4; i++) lanes[i] = ScalarMath.Evaluate(function, lanes[i], others[i]);
        return Vector256.Create<double>(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<double> Gather8(double* array, int* index) =>
        Vector512.Create(array[index[0]], array[index[1]], array[index[2]], array[index[3]], array[index[4]], array[index[5]], array[index[6]], array[index[7]]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<double> Gather4(double* array, int* index) =>
        Vector256.Create(array[index[0]], array[index[1]], array[index[2]], array[index[3]]);
}
