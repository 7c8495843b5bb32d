using System.Runtime.Intrinsics;
using Multiscale.Modeling;

namespace Multiscale.UnitTests;

public sealed class PowerTests
{
    [Fact]
    public void Power_PositiveNumbers_IsWithinTwoUnitsOfTheLibrary()
    {
        // Both are within 1.5 units in the last place of the exact value.
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++)
        {
            double x = Math.Exp(40 * (random.NextDouble() - 0.5)), y = 20 * (random.NextDouble() - 0.5), expected = Math.Pow(x, y);
            double actual = VectorMath.Power(Vector512.Create(x), Vector512.Create(y))[i % 8];
            Assert.True(Math.Abs(actual - expected) <= 2 * (Math.BitIncrement(expected) - expected), $"{x:R}^{y:R}: {actual:R}, not {expected:R}");
        }
    }

    [Theory]
    [InlineData(0.43, 4.8)]
    [InlineData(7e-5, -4.8)]
    [InlineData(3e300, 2.5)]
    [InlineData(-2, 3)]
    [InlineData(1e-320, 0.5)]
    public void Power_AnyWidthAndNeighbour_GivesTheSameBits(double x, double y)
    {
        double alone = VectorMath.Power(Vector512.Create(x), Vector512.Create(y))[0];
        var mixed = Vector512.Create(1.0, -1, 0, x, double.NaN, 2, 1e-310, 3);
        Assert.Equal(alone, VectorMath.Power(mixed, Vector512.Create(y))[3]);
        Assert.Equal(alone, VectorMath.Power(Vector256.Create(x), Vector256.Create(y))[2]);
    }

    [Theory]
    [InlineData(0, 4.8)]
    [InlineData(0, -1)]
    [InlineData(-8, 3)]
    [InlineData(-8, 0.3)]
    [InlineData(double.PositiveInfinity, 0.5)]
    [InlineData(1e200, 3)]
    [InlineData(double.NaN, 0)]
    public void Power_WhereThereIsNoLogarithm_IsTheLibrarys(double x, double y) =>
        Assert.Equal(Math.Pow(x, y), VectorMath.Power(Vector512.Create(x), Vector512.Create(y))[0]);
}
