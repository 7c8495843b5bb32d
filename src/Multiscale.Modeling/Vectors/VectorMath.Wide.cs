using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Multiscale.Modeling;

/// <summary>
/// Elementary functions of W doubles at once, for generated kernels. The same operations in the same order at every width, so that a result does
/// not depend on the width of the machine's registers.
/// </summary>
// Written out for each width: one text over a type of vector made networks of neurons 4 times and mean fields 2 to 3 times slower, since the compiler stops inlining so many small operations.
public static partial class VectorMath
{
    // exp(r) = 1 + r + r^2 q(r) on |r| <= ln(2)/2, q of degree 9 through Chebyshev nodes: 4e-18 off; with rounding below 1 unit in the last place.
    private const double LargestExponent = 709.78, SmallestExponent = -708.39, Log2E = 1.4426950408889634,
        Ln2High = 0.6931471675634384, Ln2Low = 1.2996506893889889e-08, Shift = 6755399441055744.0;

    /// <summary>e^x; saturates at the largest and smallest normal numbers; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x)
    {
        x = Vector512.MaxNative(Vector512.Create(SmallestExponent), Vector512.MinNative(Vector512.Create(LargestExponent), x));
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(Log2E), Vector512.Create(Shift));
        var k = shifted - Vector512.Create(Shift);
        var r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-Ln2High), x);
        r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-Ln2Low), r);
        var r2 = r * r;
        var r4 = r2 * r2;
        var q01 = Vector512.FusedMultiplyAdd(Vector512.Create(0.16666666666666669), r, Vector512.Create(0.5000000000000001));
        var q23 = Vector512.FusedMultiplyAdd(Vector512.Create(0.008333333333330065), r, Vector512.Create(0.041666666666624164));
        var q45 = Vector512.FusedMultiplyAdd(Vector512.Create(0.00019841269863040545), r, Vector512.Create(0.0013888888917196719));
        var q67 = Vector512.FusedMultiplyAdd(Vector512.Create(2.7557268480310024e-06), r, Vector512.Create(2.4801521322368692e-05));
        var q89 = Vector512.FusedMultiplyAdd(Vector512.Create(2.5100375832561234e-08), r, Vector512.Create(2.7620075879983367e-07));
        var q03 = Vector512.FusedMultiplyAdd(q23, r2, q01);
        var q47 = Vector512.FusedMultiplyAdd(q67, r2, q45);
        var q = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(q89, r4, q47), r4, q03);
        var p = Vector512.FusedMultiplyAdd(q, r2, r) + Vector512<double>.One;
        var scale = (shifted.AsInt64() << 52).AsDouble();
        return (p.AsInt64() + scale.AsInt64()).AsDouble();
    }

    /// <summary>a b - c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplySubtract(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Avx512F.IsSupported ? Avx512F.FusedMultiplySubtract(a, b, c) : Vector512.FusedMultiplyAdd(a, b, -c);

    /// <summary>c - a b, rounded once: the compiler folds no negation into a vector's multiply-add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> SubtractProduct(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Avx512F.IsSupported ? Avx512F.FusedMultiplyAddNegated(a, b, c) : Vector512.FusedMultiplyAdd(-a, b, c);
}
