using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Multiscale.Interop;
using Multiscale.Parallel;

namespace Multiscale.Numerics;

/// <summary>
/// A sum of doubles that does not depend on their order or partition, at vector speed: every term is cut into three slices on a fixed grid
/// of 36-bit bins, the slices add up exactly, and what lies below the three leading bins of the whole sum is dropped
/// (binned summation, Demmel and Nguyen 2015). The error is below n 2^-71 max|x|. Terms below 2^-970 count as zero.
/// </summary>
public sealed class BinnedSum
{
    private const int Width = 36, Bias = 1116, Bins = 60, Block = 512, Lowest = 6;

    // Bin b has the unit 2^(36 b - 1116): [0, Bins) sums in units, [Bins, 2 Bins) blocks whose largest term lies in the bin, then bad terms.
    private readonly long[] limbs = new long[2 * Bins + 1];
    private readonly double[] block = new double[Block];

    /// <summary>Longs that one sum sends.</summary>
    public const int MessageLength = 2 * Bins + 1;

    public void Clear() => Array.Clear(limbs);

    /// <summary>Adds a[i] b[i], each product rounded alone.</summary>
    public void AddProducts(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        for (int at = 0; at < a.Length; at += Block)
        {
            int count = Math.Min(Block, a.Length - at);
            TensorPrimitives.Multiply(a.Slice(at, count), b.Slice(at, count), block);
            AddBlock(block.AsSpan(0, count));
        }
    }

    public void Add(ReadOnlySpan<double> values)
    {
        for (int at = 0; at < values.Length; at += Block) AddBlock(values.Slice(at, Math.Min(Block, values.Length - at)));
    }

    /// <summary>Sums over all ranks with one message; NaN where a term was not finite or above 2^900. <paramref name="message"/> holds MessageLength longs per sum.</summary>
    public static void Totals(Communicator ranks, ReadOnlySpan<BinnedSum> sums, Span<long> message, Span<double> results)
    {
        for (int s = 0; s < sums.Length; s++) sums[s].limbs.CopyTo(message[(s * MessageLength)..]);
        ranks.Allreduce(message[..(sums.Length * MessageLength)], MpiOperation.Sum);
        for (int s = 0; s < sums.Length; s++) results[s] = Round(message.Slice(s * MessageLength, MessageLength));
    }

    private void AddBlock(ReadOnlySpan<double> values)
    {
        var x = MemoryMarshal.Cast<double, Vector256<double>>(values);
        var rest = values[(4 * x.Length)..];
        var largest = Vector256<double>.Zero;
        foreach (var v in x) largest = Vector256.Max(largest, Vector256.Abs(v));
        double max = Math.Max(Math.Max(largest[0], largest[1]), Math.Max(largest[2], largest[3]));
        foreach (double v in rest) max = Math.Max(max, Math.Abs(v));
        if (!(max < 8.45e270)) { limbs[2 * Bins]++; return; }
        if (max == 0) return;
        // |x| < half a unit of the bin above, so that a slice taken there would be zero: the slices do not depend on the block.
        int top = Math.Max((Math.ILogB(max) + 1 + Bias) / Width, Lowest);
        double unit0 = Unit(top), unit1 = Unit(top - 1), unit2 = Unit(top - 2);
        const double Magic = 1.5 * (1L << 52);
        Vector256<double> m0 = Vector256.Create(Magic * unit0), m1 = Vector256.Create(Magic * unit1), m2 = Vector256.Create(Magic * unit2);
        Vector256<double> s0 = default, s1 = default, s2 = default;
        foreach (var v in x) Slice(v, m0, m1, m2, ref s0, ref s1, ref s2);
        if (rest.Length > 0)
            Slice(Vector256.Create(rest[0], rest.Length > 1 ? rest[1] : 0, rest.Length > 2 ? rest[2] : 0, 0), m0, m1, m2, ref s0, ref s1, ref s2);
        limbs[top] += (long)(Vector256.Sum(s0) / unit0);
        limbs[top - 1] += (long)(Vector256.Sum(s1) / unit1);
        limbs[top - 2] += (long)(Vector256.Sum(s2) / unit2);
        limbs[Bins + top]++;
    }

    private static void Slice(Vector256<double> x, Vector256<double> m0, Vector256<double> m1, Vector256<double> m2,
        ref Vector256<double> s0, ref Vector256<double> s1, ref Vector256<double> s2)
    {
        var q = x + m0 - m0;
        s0 += q;
        x -= q;
        q = x + m1 - m1;
        s1 += q;
        x -= q;
        s2 += x + m2 - m2;
    }

    private static double Unit(int bin) => BitConverter.UInt64BitsToDouble((ulong)(Width * bin - Bias + 1023) << 52);

    private static double Round(ReadOnlySpan<long> limbs)
    {
        if (limbs[2 * Bins] != 0) return double.NaN;
        int top = Bins - 1;
        while (top >= 0 && limbs[Bins + top] == 0) top--;
        if (top < 0) return 0;
        Int128 value = (Int128)limbs[top - 2] + ((Int128)limbs[top - 1] << Width);
        // 64 + 72 bits do not fit: the leading limb joins as a double, the other two exactly.
        return (double)limbs[top] * Unit(top) + (double)value * Unit(top - 2);
    }
}
