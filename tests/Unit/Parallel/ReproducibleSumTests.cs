using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

public sealed class ReproducibleSumTests
{
    private static readonly SerialCommunicator Serial = new();

    [Fact]
    public void Total_CancellingTerms_IsExact()
    {
        var sum = new ReproducibleSum();
        sum.Add([1e300, 1.0, -1e300, 1e-300]);
        Assert.Equal(1.0, sum.Total(Serial));
    }

    [Fact]
    public void Total_AnyOrder_IsEqualToTheBit()
    {
        var random = new CounterRandom(1, 2);
        var values = new double[5000];
        for (int i = 0; i < values.Length; i++) values[i] = random.Normal((ulong)i) * Math.Pow(10, 40 * random.Uniform((ulong)i + 100000) - 20);
        var forward = new ReproducibleSum();
        forward.Add(values);
        Array.Sort(values);
        var sorted = new ReproducibleSum();
        sorted.Add(values);
        Assert.Equal(forward.Total(Serial), sorted.Total(Serial));
    }

    [Theory]
    [InlineData(0.1, 0.2, 0.1 + 0.2)]
    [InlineData(-3.5, 1.25, -2.25)]
    [InlineData(double.MaxValue, 0, double.MaxValue)]
    [InlineData(double.Epsilon, 0, double.Epsilon)]
    [InlineData(1, 1.1102230246251565e-16, 1)]
    [InlineData(-1, -2.2204460492503131e-16, -1.0000000000000002)]
    public void Total_TwoTerms_IsTheRoundedSum(double a, double b, double expected)
    {
        var sum = new ReproducibleSum();
        sum.Add(a);
        sum.Add(b);
        Assert.Equal(expected, sum.Total(Serial));
    }

    [Fact]
    public void Total_NotANumber_IsNaN()
    {
        var sum = new ReproducibleSum();
        sum.Add([1, double.NaN]);
        Assert.True(double.IsNaN(sum.Total(Serial)));
    }
}
