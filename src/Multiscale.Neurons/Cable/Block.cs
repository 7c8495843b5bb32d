using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Multiscale.Neurons;

/// <summary>
/// Eight numbers that go through the same arithmetic. Both forms do the same operations in the same order and every operation rounds once,
/// so results are equal to the bit, to each other and to scalar code with <see cref="Math.FusedMultiplyAdd"/>.
/// The compiler folds no negation into a vector's multiply-add, so x86 instructions are named where they exist.
/// </summary>
internal unsafe interface IBlock<TSelf> where TSelf : struct, IBlock<TSelf>
{
    static abstract TSelf Of(double value);

    static abstract TSelf Load(double* at);

    static abstract void Store(TSelf value, double* at);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>c + a b, rounded once.</summary>
    static abstract TSelf Add(TSelf a, TSelf b, TSelf c);

    /// <summary>c - a b, rounded once.</summary>
    static abstract TSelf Take(TSelf a, TSelf b, TSelf c);

    /// <summary>-c - a b, rounded once.</summary>
    static abstract TSelf Negate(TSelf a, TSelf b, TSelf c);
}

/// <summary>A block in one register.</summary>
internal readonly unsafe struct Block512(Vector512<double> all) : IBlock<Block512>
{
    private readonly Vector512<double> all = all;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Of(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Load(double* at) => new(Vector512.Load(at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Block512 value, double* at) => value.all.Store(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 operator +(Block512 a, Block512 b) => new(a.all + b.all);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 operator -(Block512 a, Block512 b) => new(a.all - b.all);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 operator *(Block512 a, Block512 b) => new(a.all * b.all);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 operator /(Block512 a, Block512 b) => new(a.all / b.all);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Max(Block512 a, Block512 b) => new(Vector512.Max(a.all, b.all));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Add(Block512 a, Block512 b, Block512 c) => new(Vector512.FusedMultiplyAdd(a.all, b.all, c.all));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Take(Block512 a, Block512 b, Block512 c) => new(
        Avx512F.IsSupported ? Avx512F.FusedMultiplyAddNegated(a.all, b.all, c.all) : Vector512.FusedMultiplyAdd(-a.all, b.all, c.all));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Negate(Block512 a, Block512 b, Block512 c) => new(
        Avx512F.IsSupported ? Avx512F.FusedMultiplySubtractNegated(a.all, b.all, c.all) : Vector512.FusedMultiplyAdd(-a.all, b.all, -c.all));
}

/// <summary>A block in two registers, for machines without AVX-512.</summary>
internal readonly unsafe struct Block256(Vector256<double> low, Vector256<double> high) : IBlock<Block256>
{
    private readonly Vector256<double> low = low, high = high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Of(double value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Load(double* at) => new(Vector256.Load(at), Vector256.Load(at + 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Block256 value, double* at)
    {
        value.low.Store(at);
        value.high.Store(at + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 operator +(Block256 a, Block256 b) => new(a.low + b.low, a.high + b.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 operator -(Block256 a, Block256 b) => new(a.low - b.low, a.high - b.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 operator *(Block256 a, Block256 b) => new(a.low * b.low, a.high * b.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 operator /(Block256 a, Block256 b) => new(a.low / b.low, a.high / b.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Max(Block256 a, Block256 b) => new(Vector256.Max(a.low, b.low), Vector256.Max(a.high, b.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Add(Block256 a, Block256 b, Block256 c) =>
        new(Vector256.FusedMultiplyAdd(a.low, b.low, c.low), Vector256.FusedMultiplyAdd(a.high, b.high, c.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Take(Block256 a, Block256 b, Block256 c) =>
        new(Take(a.low, b.low, c.low), Take(a.high, b.high, c.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Negate(Block256 a, Block256 b, Block256 c) =>
        new(Negate(a.low, b.low, c.low), Negate(a.high, b.high, c.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Take(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Fma.IsSupported ? Fma.MultiplyAddNegated(a, b, c) : Vector256.FusedMultiplyAdd(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Negate(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Fma.IsSupported ? Fma.MultiplySubtractNegated(a, b, c) : Vector256.FusedMultiplyAdd(-a, b, -c);
}
