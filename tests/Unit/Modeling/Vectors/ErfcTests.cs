using System.Runtime.Intrinsics;
using Multiscale.Modeling;

namespace Multiscale.UnitTests;

/// <summary>The complement of the error function against values of mpmath with 25 digits.</summary>
public sealed class ErfcTests
{
    private static readonly (double X, double Value)[] Known =
    [
        (-3, 1.9999779095030014),
        (-0.5, 1.5204998778130465),
        (0, 1.0),
        (0.1, 0.8875370839817151),
        (1, 0.15729920705028513),
        (1.9, 0.0072095707647425328),
        (2.1, 0.0029794666563329843),
        (5, 1.5374597944280349e-12),
        (10, 2.0884875837625448e-45),
        (25, 8.3001725711965228e-274),
    ];

    /// <summary>An approximation of 6e-16, and the rounding of the divisor and of exp.</summary>
    [Fact]
    public void Erfc_Doubles_AreExactToFewBits()
    {
        foreach (var (x, value) in Known)
        {
            Assert.Equal(1, VectorMath.Erfc(Vector512.Create(x))[3] / value, 3e-15);
            Assert.Equal(1, VectorMath.Erfc(Vector256.Create(x))[3] / value, 3e-15);
            Assert.Equal(1, VectorMath.Erfc(x) / value, 5e-14);
        }
        Assert.Equal(VectorMath.Erfc(Vector512.Create(1.7))[0], VectorMath.Erfc(Vector256.Create(1.7))[0]);
        Assert.True(double.IsNaN(VectorMath.Erfc(Vector512.Create(double.NaN))[0]));
    }

    [Fact]
    public void Erfc_Singles_AreExactToFewBits()
    {
        foreach (var (x, value) in Known)
        {
            // x is rounded to a single too, which counts for most far out: relative 2 x^2 eps.
            double allowed = 5e-7 + 2 * x * x * 6e-8;
            if (value < 1e-27) continue; // given as 0
            Assert.Equal(1, VectorMath.Erfc(Vector512.Create((float)x))[3] / value, allowed);
            Assert.Equal(1, VectorMath.Erfc(Vector256.Create((float)x))[3] / value, allowed);
        }
        Assert.True(float.IsNaN(VectorMath.Erfc(Vector512.Create(float.NaN))[0]));
    }

    [Fact]
    public void Exp_Singles_AreExactToOneUnit()
    {
        for (float x = -64; x < 88; x += 0.37f)
        {
            Assert.Equal(1, VectorMath.Exp(Vector512.Create(x))[0] / Math.Exp(x), 1.3e-7);
            Assert.Equal(VectorMath.Exp(Vector512.Create(x))[0], VectorMath.Exp(Vector256.Create(x))[0]);
        }
    }
}
