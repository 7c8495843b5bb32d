using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Multiscale.Modeling;

public static partial class VectorMath
{
    private const double SmallestNormal = 2.2250738585072014e-308, LargestPlainPower = 700;
    private const long BitsOfRootHalf = 0x3FE6A09E667F3BCD;

    /// <summary>x^y through a logarithm of double length: within 1.5 units in the last place; what has no plain logarithm goes lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Power(Vector512<double> x, Vector512<double> y)
    {
        // x = 2^k m with m between the square roots of 1/2 and 2; ln m = 2 atanh(s), s = (m - 1) / (m + 1), s known to twice the length.
        var bits = x.AsInt64();
        var k = (bits - Vector512.Create(BitsOfRootHalf)) >> 52;
        var m = (bits - (k << 52)).AsDouble();
        var f = m - Vector512<double>.One;
        var t = m + Vector512<double>.One;
        var s = f / t;
        var rest = SubtractProduct(s, m - (t - Vector512<double>.One), SubtractProduct(s, t, f)) / t;
        var z = s * s;
        // 2 atanh(s) = 2 s + s^3 (2/3 + 2/5 s^2 + ...); s^2 < 0.0295
        var p0 = Vector512.FusedMultiplyAdd(Vector512.Create(2.0 / 5), z, Vector512.Create(2.0 / 3));
        var p1 = Vector512.FusedMultiplyAdd(Vector512.Create(2.0 / 9), z, Vector512.Create(2.0 / 7));
        var p2 = Vector512.FusedMultiplyAdd(Vector512.Create(2.0 / 13), z, Vector512.Create(2.0 / 11));
        var p3 = Vector512.FusedMultiplyAdd(Vector512.Create(2.0 / 17), z, Vector512.Create(2.0 / 15));
        var p4 = Vector512.FusedMultiplyAdd(Vector512.Create(2.0 / 21), z, Vector512.Create(2.0 / 19));
        var p5 = Vector512.FusedMultiplyAdd(Vector512.Create(2.0 / 25), z, Vector512.Create(2.0 / 23));
        var z2 = z * z;
        var series = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(p5, z2, p4), z2 * z2, Vector512.FusedMultiplyAdd(p3, z2, p2)), z2 * z2, Vector512.FusedMultiplyAdd(p1, z2, p0));
        var power = Vector512.ConvertToDouble(k);
        var high = power * Vector512.Create(Ln2High);
        var leading = high + (s + s);
        var trailing = (s + s) - (leading - high) + Vector512.FusedMultiplyAdd(power, Vector512.Create(Ln2Low), Vector512.FusedMultiplyAdd(s * z, series, rest + rest));
        var log = leading + trailing;
        var low = trailing - (log - leading);
        var product = y * log;
        var remainder = Vector512.FusedMultiplyAdd(y, low, MultiplySubtract(y, log, product));
        var value = Exp(product);
        value = Vector512.FusedMultiplyAdd(value, remainder, value);
        var plain = Vector512.GreaterThanOrEqual(x, Vector512.Create(SmallestNormal)) & Vector512.LessThan(x, Vector512.Create(double.PositiveInfinity))
            & Vector512.LessThan(Vector512.Abs(product), Vector512.Create(LargestPlainPower));
        return Vector512.EqualsAll(plain.AsInt64(), Vector512<long>.AllBitsSet) ? value : Vector512.ConditionalSelect(plain, value, Each(Operation.Power, x, y));
    }

    /// <summary>x^y through a logarithm of double length: within 1.5 units in the last place; what has no plain logarithm goes lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Power(Vector256<double> x, Vector256<double> y)
    {
        // x = 2^k m with m between the square roots of 1/2 and 2; ln m = 2 atanh(s), s = (m - 1) / (m + 1), s known to twice the length.
        var bits = x.AsInt64();
        var k = (bits - Vector256.Create(BitsOfRootHalf)) >> 52;
        var m = (bits - (k << 52)).AsDouble();
        var f = m - Vector256<double>.One;
        var t = m + Vector256<double>.One;
        var s = f / t;
        var rest = SubtractProduct(s, m - (t - Vector256<double>.One), SubtractProduct(s, t, f)) / t;
        var z = s * s;
        // 2 atanh(s) = 2 s + s^3 (2/3 + 2/5 s^2 + ...); s^2 < 0.0295
        var p0 = Vector256.FusedMultiplyAdd(Vector256.Create(2.0 / 5), z, Vector256.Create(2.0 / 3));
        var p1 = Vector256.FusedMultiplyAdd(Vector256.Create(2.0 / 9), z, Vector256.Create(2.0 / 7));
        var p2 = Vector256.FusedMultiplyAdd(Vector256.Create(2.0 / 13), z, Vector256.Create(2.0 / 11));
        var p3 = Vector256.FusedMultiplyAdd(Vector256.Create(2.0 / 17), z, Vector256.Create(2.0 / 15));
        var p4 = Vector256.FusedMultiplyAdd(Vector256.Create(2.0 / 21), z, Vector256.Create(2.0 / 19));
        var p5 = Vector256.FusedMultiplyAdd(Vector256.Create(2.0 / 25), z, Vector256.Create(2.0 / 23));
        var z2 = z * z;
        var series = Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(p5, z2, p4), z2 * z2, Vector256.FusedMultiplyAdd(p3, z2, p2)), z2 * z2, Vector256.FusedMultiplyAdd(p1, z2, p0));
        var power = Vector256.ConvertToDouble(k);
        var high = power * Vector256.Create(Ln2High);
        var leading = high + (s + s);
        var trailing = (s + s) - (leading - high) + Vector256.FusedMultiplyAdd(power, Vector256.Create(Ln2Low), Vector256.FusedMultiplyAdd(s * z, series, rest + rest));
        var log = leading + trailing;
        var low = trailing - (log - leading);
        var product = y * log;
        var remainder = Vector256.FusedMultiplyAdd(y, low, MultiplySubtract(y, log, product));
        var value = Exp(product);
        value = Vector256.FusedMultiplyAdd(value, remainder, value);
        var plain = Vector256.GreaterThanOrEqual(x, Vector256.Create(SmallestNormal)) & Vector256.LessThan(x, Vector256.Create(double.PositiveInfinity))
            & Vector256.LessThan(Vector256.Abs(product), Vector256.Create(LargestPlainPower));
        return Vector256.EqualsAll(plain.AsInt64(), Vector256<long>.AllBitsSet) ? value : Vector256.ConditionalSelect(plain, value, Each(Operation.Power, x, y));
    }
}
