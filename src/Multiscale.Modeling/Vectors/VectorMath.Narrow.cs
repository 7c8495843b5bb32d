using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Multiscale.Modeling;

public static partial class VectorMath
{
    /// <summary>e^x; saturates at the largest and smallest normal numbers; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exp(Vector256<double> x)
    {
        x = Vector256.MaxNative(Vector256.Create(SmallestExponent), Vector256.MinNative(Vector256.Create(LargestExponent), x));
        var shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(Log2E), Vector256.Create(Shift));
        var k = shifted - Vector256.Create(Shift);
        var r = Vector256.FusedMultiplyAdd(k, Vector256.Create(-Ln2High), x);
        r = Vector256.FusedMultiplyAdd(k, Vector256.Create(-Ln2Low), r);
        var r2 = r * r;
        var r4 = r2 * r2;
        var q01 = Vector256.FusedMultiplyAdd(Vector256.Create(0.16666666666666669), r, Vector256.Create(0.5000000000000001));
        var q23 = Vector256.FusedMultiplyAdd(Vector256.Create(0.008333333333330065), r, Vector256.Create(0.041666666666624164));
        var q45 = Vector256.FusedMultiplyAdd(Vector256.Create(0.00019841269863040545), r, Vector256.Create(0.0013888888917196719));
        var q67 = Vector256.FusedMultiplyAdd(Vector256.Create(2.7557268480310024e-06), r, Vector256.Create(2.4801521322368692e-05));
        var q89 = Vector256.FusedMultiplyAdd(Vector256.Create(2.5100375832561234e-08), r, Vector256.Create(2.7620075879983367e-07));
        var q03 = Vector256.FusedMultiplyAdd(q23, r2, q01);
        var q47 = Vector256.FusedMultiplyAdd(q67, r2, q45);
        var q = Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(q89, r4, q47), r4, q03);
        var p = Vector256.FusedMultiplyAdd(q, r2, r) + Vector256<double>.One;
        var scale = (shifted.AsInt64() << 52).AsDouble();
        return (p.AsInt64() + scale.AsInt64()).AsDouble();
    }

    /// <summary>a b - c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplySubtract(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Fma.IsSupported ? Fma.MultiplySubtract(a, b, c) : Vector256.FusedMultiplyAdd(a, b, -c);

    /// <summary>c - a b, rounded once: the compiler folds no negation into a vector's multiply-add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> SubtractProduct(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Fma.IsSupported ? Fma.MultiplyAddNegated(a, b, c) : Vector256.FusedMultiplyAdd(-a, b, c);
}
