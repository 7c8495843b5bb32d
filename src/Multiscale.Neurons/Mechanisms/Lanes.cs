using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiscale.Neurons;

/// <summary>Elementwise arithmetic over padded arrays, one vector at a time; the result of an element does not depend on its neighbours.</summary>
internal static class Lanes
{
    /// <summary>A zeroed array whose length is the next multiple of 8.</summary>
    public static double[] Padded(int count, double value = 0)
    {
        var array = new double[(count + 7) / 8 * 8];
        Array.Fill(array, value);
        return array;
    }

    public static LaneArray Of(double[] array) => new(array);

    /// <summary>exp(x), with x kept in [-700, 700]: outside, the library's vector routine treats all lanes differently.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Exp(Vector<double> x) => Vector.Exp(Vector.Max(Vector.Min(x, new Vector<double>(700.0)), new Vector<double>(-700.0)));

    /// <summary>x / (exp(x / y) - 1), finite at x = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> ExpRatio(Vector<double> x, double y)
    {
        var u = x * (1 / y);
        var series = (Vector<double>.One - 0.5 * u + u * u * (1.0 / 12)) * y;
        return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(u), new Vector<double>(1e-5)), series, x / (Exp(u) - Vector<double>.One));
    }

    /// <summary>A gate after h: exact for y' = alpha (1 - y) - beta y with constant rates; <paramref name="h"/> includes the temperature factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Relax(Vector<double> y, Vector<double> alpha, Vector<double> beta, double h)
    {
        var sum = alpha + beta;
        var steady = alpha / sum;
        return double.IsPositiveInfinity(h) ? steady : steady + (y - steady) * Exp(sum * -h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Logistic(Vector<double> x) => Vector<double>.One / (Vector<double>.One + Exp(-x));
}

/// <summary>A padded array seen as vectors; indices are checked in debug builds alone.</summary>
internal readonly struct LaneArray(double[] array)
{
    public int Length => array.Length / Vector<double>.Count;

    public ref Vector<double> this[int k]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Debug.Assert((uint)k < (uint)Length, "a vector beyond the padded array");
            return ref Unsafe.Add(ref Unsafe.As<double, Vector<double>>(ref MemoryMarshal.GetArrayDataReference(array)), k);
        }
    }
}
