using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Multiscale.Modeling;

public static partial class VectorMath
{
    /// <summary>The complement of the error function: exp(-x^2) P((x - k)/(x + k))/(x + k), k = 2.5, P of degree 20 through Chebyshev nodes on [0, 27.5]; 1e-15 relative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Erfc(Vector512<double> x)
    {
        var a = Vector512.MinNative(Vector512.Create(27.5), Vector512.Abs(x));
        var r = Vector512<double>.One / (a + Vector512.Create(2.5));
        var q = (a - Vector512.Create(2.5)) * r;
        var z = q * q;
        var even = Vector512.Create(-1.917483178451333e-08);
        even = Vector512.FusedMultiplyAdd(even, z, Vector512.Create(8.56171605677015e-08));
        even = Vector512.FusedMultiplyAdd(even, z, Vector512.Create(4.3739259725611494e-08));
        even = Vector512.FusedMultiplyAdd(even, z, Vector512.Create(-2.3630956302434524e-06));
        even = Vector512.FusedMultiplyAdd(even, z, Vector512.Create(1.8257219117663333e-05));
        even = Vector512.FusedMultiplyAdd(even, z, Vector512.Create(-0.00011260842982381078));
        even = Vector512.FusedMultiplyAdd(even, z, Vector512.Create(0.0007026943791093648));
        even = Vector512.FusedMultiplyAdd(even, z, Vector512.Create(-0.0048187855955558224));
        even = Vector512.FusedMultiplyAdd(even, z, Vector512.Create(0.028361550136224368));
        even = Vector512.FusedMultiplyAdd(even, z, Vector512.Create(0.4539141166479971));
        even = Vector512.FusedMultiplyAdd(even, z, Vector512.Create(1.0540318203057184));
        var odd = Vector512.Create(-4.9978002136893005e-08);
        odd = Vector512.FusedMultiplyAdd(odd, z, Vector512.Create(4.14890848758286e-07));
        odd = Vector512.FusedMultiplyAdd(odd, z, Vector512.Create(-1.9321221410241657e-06));
        odd = Vector512.FusedMultiplyAdd(odd, z, Vector512.Create(6.737117115249191e-06));
        odd = Vector512.FusedMultiplyAdd(odd, z, Vector512.Create(-1.952613235572611e-05));
        odd = Vector512.FusedMultiplyAdd(odd, z, Vector512.Create(5.830645584255088e-05));
        odd = Vector512.FusedMultiplyAdd(odd, z, Vector512.Create(-0.00043920808722009607));
        odd = Vector512.FusedMultiplyAdd(odd, z, Vector512.Create(0.008393044289437528));
        odd = Vector512.FusedMultiplyAdd(odd, z, Vector512.Create(-0.17125114524562637));
        odd = Vector512.FusedMultiplyAdd(odd, z, Vector512.Create(-0.8046518494391526));
        var p = Vector512.FusedMultiplyAdd(odd, q, even);
        // exp(-x^2) to the last bits needs what the square lost in rounding.
        var square = a * a;
        var rest = MultiplySubtract(a, a, square);
        var value = Exp(-square) * r;
        value = SubtractProduct(value, rest, value) * p;
        // Nothing beyond 26: subnormal numbers would slow down all that follows.
        value = Vector512.ConditionalSelect(Vector512.GreaterThan(a, Vector512.Create(26.0)), Vector512<double>.Zero, value);
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<double>.Zero), Vector512.Create(2.0) - value, value);
    }

    /// <summary>The complement of the error function: exp(-x^2) P((x - k)/(x + k))/(x + k), k = 2.5, P of degree 20 through Chebyshev nodes on [0, 27.5]; 1e-15 relative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Erfc(Vector256<double> x)
    {
        var a = Vector256.MinNative(Vector256.Create(27.5), Vector256.Abs(x));
        var r = Vector256<double>.One / (a + Vector256.Create(2.5));
        var q = (a - Vector256.Create(2.5)) * r;
        var z = q * q;
        var even = Vector256.Create(-1.917483178451333e-08);
        even = Vector256.FusedMultiplyAdd(even, z, Vector256.Create(8.56171605677015e-08));
        even = Vector256.FusedMultiplyAdd(even, z, Vector256.Create(4.3739259725611494e-08));
        even = Vector256.FusedMultiplyAdd(even, z, Vector256.Create(-2.3630956302434524e-06));
        even = Vector256.FusedMultiplyAdd(even, z, Vector256.Create(1.8257219117663333e-05));
        even = Vector256.FusedMultiplyAdd(even, z, Vector256.Create(-0.00011260842982381078));
        even = Vector256.FusedMultiplyAdd(even, z, Vector256.Create(0.0007026943791093648));
        even = Vector256.FusedMultiplyAdd(even, z, Vector256.Create(-0.0048187855955558224));
        even = Vector256.FusedMultiplyAdd(even, z, Vector256.Create(0.028361550136224368));
        even = Vector256.FusedMultiplyAdd(even, z, Vector256.Create(0.4539141166479971));
        even = Vector256.FusedMultiplyAdd(even, z, Vector256.Create(1.0540318203057184));
        var odd = Vector256.Create(-4.9978002136893005e-08);
        odd = Vector256.FusedMultiplyAdd(odd, z, Vector256.Create(4.14890848758286e-07));
        odd = Vector256.FusedMultiplyAdd(odd, z, Vector256.Create(-1.9321221410241657e-06));
        odd = Vector256.FusedMultiplyAdd(odd, z, Vector256.Create(6.737117115249191e-06));
        odd = Vector256.FusedMultiplyAdd(odd, z, Vector256.Create(-1.952613235572611e-05));
        odd = Vector256.FusedMultiplyAdd(odd, z, Vector256.Create(5.830645584255088e-05));
        odd = Vector256.FusedMultiplyAdd(odd, z, Vector256.Create(-0.00043920808722009607));
        odd = Vector256.FusedMultiplyAdd(odd, z, Vector256.Create(0.008393044289437528));
        odd = Vector256.FusedMultiplyAdd(odd, z, Vector256.Create(-0.17125114524562637));
        odd = Vector256.FusedMultiplyAdd(odd, z, Vector256.Create(-0.8046518494391526));
        var p = Vector256.FusedMultiplyAdd(odd, q, even);
        // exp(-x^2) to the last bits needs what the square lost in rounding.
        var square = a * a;
        var rest = MultiplySubtract(a, a, square);
        var value = Exp(-square) * r;
        value = SubtractProduct(value, rest, value) * p;
        // Nothing beyond 26: subnormal numbers would slow down all that follows.
        value = Vector256.ConditionalSelect(Vector256.GreaterThan(a, Vector256.Create(26.0)), Vector256<double>.Zero, value);
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<double>.Zero), Vector256.Create(2.0) - value, value);
    }
}
