using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Multiscale.Modeling;

public static partial class VectorMath
{
    /// <summary>e^x of singles within 1 unit in the last place; 0 below e^-64, where products would become subnormal and slow; saturates at the largest number; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        var gone = Vector512.LessThan(x, Vector512.Create(-64f));
        x = Vector512.MaxNative(Vector512.Create(-87.33f), Vector512.MinNative(Vector512.Create(88.37f), x));
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.44269504f), Vector512.Create(12582912f));
        var k = shifted - Vector512.Create(12582912f);
        var r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-0.693145752f), x);
        r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-1.42860677e-06f), r);
        var r2 = r * r;
        var q01 = Vector512.FusedMultiplyAdd(Vector512.Create(0.16666577f), r, Vector512.Create(0.5f));
        var q23 = Vector512.FusedMultiplyAdd(Vector512.Create(0.00836317307f), r, Vector512.Create(0.0416665547f));
        var q = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(Vector512.Create(0.00139261761f), r2, q23), r2, q01);
        var p = Vector512.FusedMultiplyAdd(q, r2, r) + Vector512<float>.One;
        return Vector512.ConditionalSelect(gone, Vector512<float>.Zero, (p.AsInt32() + (shifted.AsInt32() << 23)).AsSingle());
    }

    /// <summary>The complement of the error function of singles, as for doubles with k = 2 and a P of degree 8; 3e-7 relative above the smallest normal number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Erfc(Vector512<float> x)
    {
        var a = Vector512.MinNative(Vector512.Create(10.5f), Vector512.Abs(x));
        var r = Vector512<float>.One / (a + Vector512.Create(2f));
        var q = (a - Vector512.Create(2f)) * r;
        var z = q * q;
        var even = Vector512.Create(-0.00046885004f);
        even = Vector512.FusedMultiplyAdd(even, z, Vector512.Create(0.00298008425f));
        even = Vector512.FusedMultiplyAdd(even, z, Vector512.Create(-0.0214816647f));
        even = Vector512.FusedMultiplyAdd(even, z, Vector512.Create(0.279469171f));
        even = Vector512.FusedMultiplyAdd(even, z, Vector512.Create(1.02158276f));
        var odd = Vector512.Create(-0.000767410666f);
        odd = Vector512.FusedMultiplyAdd(odd, z, Vector512.Create(0.00644733759f));
        odd = Vector512.FusedMultiplyAdd(odd, z, Vector512.Create(-0.0364375123f));
        odd = Vector512.FusedMultiplyAdd(odd, z, Vector512.Create(-0.687160831f));
        var p = Vector512.FusedMultiplyAdd(odd, q, even);
        var square = a * a;
        var rest = MultiplySubtract(a, a, square);
        var value = Exp(-square) * r;
        value = SubtractProduct(value, rest, value) * p;
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), Vector512.Create(2f) - value, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplySubtract(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Avx512F.IsSupported ? Avx512F.FusedMultiplySubtract(a, b, c) : Vector512.FusedMultiplyAdd(a, b, -c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SubtractProduct(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Avx512F.IsSupported ? Avx512F.FusedMultiplyAddNegated(a, b, c) : Vector512.FusedMultiplyAdd(-a, b, c);

    /// <summary>x^y by way of doubles.</summary>
    public static Vector512<float> Power(Vector512<float> x, Vector512<float> y)
    {
        var (lowX, highX) = Vector512.Widen(x);
        var (lowY, highY) = Vector512.Widen(y);
        return Vector512.Narrow(Power(lowX, lowY), Power(highX, highY));
    }

    /// <summary>A function lane by lane, by way of doubles.</summary>
    public static Vector512<float> Each(Operation function, Vector512<float> x)
    {
        var (low, high) = Vector512.Widen(x);
        return Vector512.Narrow(Each(function, low), Each(function, high));
    }

    public static Vector512<float> Each(Operation function, Vector512<float> x, Vector512<float> y)
    {
        var (lowX, highX) = Vector512.Widen(x);
        var (lowY, highY) = Vector512.Widen(y);
        return Vector512.Narrow(Each(function, lowX, lowY), Each(function, highX, highY));
    }

    /// <summary>e^x of singles within 1 unit in the last place; 0 below e^-64, where products would become subnormal and slow; saturates at the largest number; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        var gone = Vector256.LessThan(x, Vector256.Create(-64f));
        x = Vector256.MaxNative(Vector256.Create(-87.33f), Vector256.MinNative(Vector256.Create(88.37f), x));
        var shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(1.44269504f), Vector256.Create(12582912f));
        var k = shifted - Vector256.Create(12582912f);
        var r = Vector256.FusedMultiplyAdd(k, Vector256.Create(-0.693145752f), x);
        r = Vector256.FusedMultiplyAdd(k, Vector256.Create(-1.42860677e-06f), r);
        var r2 = r * r;
        var q01 = Vector256.FusedMultiplyAdd(Vector256.Create(0.16666577f), r, Vector256.Create(0.5f));
        var q23 = Vector256.FusedMultiplyAdd(Vector256.Create(0.00836317307f), r, Vector256.Create(0.0416665547f));
        var q = Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(Vector256.Create(0.00139261761f), r2, q23), r2, q01);
        var p = Vector256.FusedMultiplyAdd(q, r2, r) + Vector256<float>.One;
        return Vector256.ConditionalSelect(gone, Vector256<float>.Zero, (p.AsInt32() + (shifted.AsInt32() << 23)).AsSingle());
    }

    /// <summary>The complement of the error function of singles, as for doubles with k = 2 and a P of degree 8; 3e-7 relative above the smallest normal number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Erfc(Vector256<float> x)
    {
        var a = Vector256.MinNative(Vector256.Create(10.5f), Vector256.Abs(x));
        var r = Vector256<float>.One / (a + Vector256.Create(2f));
        var q = (a - Vector256.Create(2f)) * r;
        var z = q * q;
        var even = Vector256.Create(-0.00046885004f);
        even = Vector256.FusedMultiplyAdd(even, z, Vector256.Create(0.00298008425f));
        even = Vector256.FusedMultiplyAdd(even, z, Vector256.Create(-0.0214816647f));
        even = Vector256.FusedMultiplyAdd(even, z, Vector256.Create(0.279469171f));
        even = Vector256.FusedMultiplyAdd(even, z, Vector256.Create(1.02158276f));
        var odd = Vector256.Create(-0.000767410666f);
        odd = Vector256.FusedMultiplyAdd(odd, z, Vector256.Create(0.00644733759f));
        odd = Vector256.FusedMultiplyAdd(odd, z, Vector256.Create(-0.0364375123f));
        odd = Vector256.FusedMultiplyAdd(odd, z, Vector256.Create(-0.687160831f));
        var p = Vector256.FusedMultiplyAdd(odd, q, even);
        var square = a * a;
        var rest = MultiplySubtract(a, a, square);
        var value = Exp(-square) * r;
        value = SubtractProduct(value, rest, value) * p;
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), Vector256.Create(2f) - value, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplySubtract(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Fma.IsSupported ? Fma.MultiplySubtract(a, b, c) : Vector256.FusedMultiplyAdd(a, b, -c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SubtractProduct(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Fma.IsSupported ? Fma.MultiplyAddNegated(a, b, c) : Vector256.FusedMultiplyAdd(-a, b, c);

    /// <summary>x^y by way of doubles.</summary>
    public static Vector256<float> Power(Vector256<float> x, Vector256<float> y)
    {
        var (lowX, highX) = Vector256.Widen(x);
        var (lowY, highY) = Vector256.Widen(y);
        return Vector256.Narrow(Power(lowX, lowY), Power(highX, highY));
    }

    /// <summary>A function lane by lane, by way of doubles.</summary>
    public static Vector256<float> Each(Operation function, Vector256<float> x)
    {
        var (low, high) = Vector256.Widen(x);
        return Vector256.Narrow(Each(function, low), Each(function, high));
    }

    public static Vector256<float> Each(Operation function, Vector256<float> x, Vector256<float> y)
    {
        var (lowX, highX) = Vector256.Widen(x);
        var (lowY, highY) = Vector256.Widen(y);
        return Vector256.Narrow(Each(function, lowX, lowY), Each(function, highX, highY));
    }
}
