using System.Numerics;
using Multiscale.Interop;

namespace Multiscale.Parallel;

/// <summary>
/// An exact sum of doubles: each is split into 32-bit digits of a wide fixed-point number held in 64-bit limbs
/// (a superaccumulator after Kulisch), so that the result does not depend on order, ranks or threads. Rounded once, at the end.
/// </summary>
public sealed class ReproducibleSum
{
    // Digit k has weight 2^(32 k - Bias). A double reaches from 2^-1074 to 2^1024: 66 digits; two more take the carries.
    private const int Bias = 1088, Digits = 68;

    // Each addition puts less than 2^32 into a limb: after 2^30 of them carries must be propagated.
    private const int AdditionsBeforeCarry = 1 << 30;

    private readonly long[] limbs = new long[Digits];
    private int additions;
    private bool poisoned;

    public void Clear()
    {
        Array.Clear(limbs);
        additions = 0;
        poisoned = false;
    }

    public void Add(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        if (exponent == 0x7FF) { poisoned = true; return; }
        ulong mantissa = (ulong)bits & 0xFFFFFFFFFFFFFUL;
        if (exponent == 0) exponent = 1; else mantissa |= 1UL << 52;
        if (mantissa == 0) return;
        int position = exponent - 1075 + Bias;
        int digit = position >> 5, shift = position & 31;
        ulong low = mantissa << shift, high = shift == 0 ? 0 : mantissa >> (64 - shift);
        long sign = bits < 0 ? -1 : 1;
        limbs[digit] += sign * (long)(low & 0xFFFFFFFF);
        limbs[digit + 1] += sign * (long)(low >> 32);
        limbs[digit + 2] += sign * (long)high;
        if (++additions == AdditionsBeforeCarry) Carry();
    }

    public void Add(ReadOnlySpan<double> values)
    {
        foreach (double value in values) Add(value);
    }

    /// <summary>Adds the rounded products a[i] b[i]; each product is rounded alone, so the sum stays independent of order.</summary>
    public void AddProducts(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        for (int i = 0; i < a.Length; i++) Add(a[i] * b[i]);
    }

    /// <summary>The sum over all ranks, rounded to a double; NaN if a term was not finite.</summary>
    public double Total(Communicator ranks)
    {
        Carry();
        Span<long> all = stackalloc long[Digits + 1];
        limbs.CopyTo(all);
        all[Digits] = poisoned ? 1 : 0;
        ranks.Allreduce(all, MpiOperation.Sum);
        return all[Digits] != 0 ? double.NaN : Round(all[..Digits]);
    }

    /// <summary>Several sums with one message.</summary>
    public static void Totals(Communicator ranks, ReadOnlySpan<ReproducibleSum> sums, Span<double> results)
    {
        Span<long> all = stackalloc long[(Digits + 1) * sums.Length];
        for (int s = 0; s < sums.Length; s++)
        {
            sums[s].Carry();
            sums[s].limbs.CopyTo(all[(s * (Digits + 1))..]);
            all[s * (Digits + 1) + Digits] = sums[s].poisoned ? 1 : 0;
        }
        ranks.Allreduce(all, MpiOperation.Sum);
        for (int s = 0; s < sums.Length; s++)
            results[s] = all[s * (Digits + 1) + Digits] != 0 ? double.NaN : Round(all.Slice(s * (Digits + 1), Digits));
    }

    private void Carry()
    {
        Normalize(limbs);
        additions = 0;
    }

    /// <summary>Brings every limb but the top one into [0, 2^32).</summary>
    private static void Normalize(Span<long> limbs)
    {
        long carry = 0;
        for (int k = 0; k < limbs.Length - 1; k++)
        {
            long value = limbs[k] + carry;
            carry = value >> 32;
            limbs[k] = value & 0xFFFFFFFF;
        }
        limbs[^1] += carry;
    }

    private static double Round(Span<long> limbs)
    {
        Normalize(limbs);
        bool negative = limbs[^1] < 0;
        if (negative)
        {
            for (int k = 0; k < limbs.Length; k++) limbs[k] = -limbs[k];
            Normalize(limbs);
        }
        int top = limbs.Length - 1;
        while (top >= 0 && limbs[top] == 0) top--;
        if (top < 0) return 0;
        // The leading 96 bits, with a sticky bit for the rest: enough to round once to 53 bits.
        UInt128 leading = 0;
        for (int k = top; k > top - 3; k--) leading = (leading << 32) | (k >= 0 ? (ulong)limbs[k] : 0);
        bool sticky = false;
        for (int k = top - 3; k >= 0 && !sticky; k--) sticky = limbs[k] != 0;
        int length = 128 - (int)UInt128.LeadingZeroCount(leading);
        int drop = length - 54;
        int exponent = 32 * (top - 2) - Bias;
        if (drop > 0)
        {
            sticky |= (leading & ((UInt128.One << drop) - 1)) != 0;
            leading >>= drop;
            exponent += drop;
        }
        ulong kept = (ulong)leading;
        if (drop > 0)
        {
            bool half = (kept & 1) != 0;
            kept >>= 1;
            exponent++;
            if (half && (sticky || (kept & 1) != 0)) kept++;
        }
        double result = Math.ScaleB((double)kept, exponent);
        return negative ? -result : result;
    }
}
