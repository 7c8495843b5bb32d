using Multiscale.Core;
using Multiscale.Numerics;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

public sealed class BinnedSumTests
{
    private static readonly SerialCommunicator Serial = new();

    [Fact]
    public void Totals_AnyOrder_IsEqualToTheBit()
    {
        var random = new CounterRandom(5, 1);
        var values = new double[5003];
        for (int i = 0; i < values.Length; i++) values[i] = random.Normal((ulong)i) * Math.Pow(10, 60 * random.Uniform((ulong)i + 100000) - 30);
        double forward = Total(values);
        Array.Sort(values, (a, b) => Math.Abs(a).CompareTo(Math.Abs(b)));
        Assert.Equal(forward, Total(values));
        Array.Reverse(values);
        Assert.Equal(forward, Total(values));
    }

    [Fact]
    public void Totals_OrdinaryTerms_IsTheExactSumToRounding()
    {
        var random = new CounterRandom(5, 2);
        var values = new double[10001];
        for (int i = 0; i < values.Length; i++) values[i] = random.Normal((ulong)i);
        var exact = new ReproducibleSum();
        exact.Add(values);
        // Error bound n 2^-71 max|x| + one rounding.
        Assert.Equal(exact.Total(Serial), Total(values), 1e-13);
    }

    [Theory]
    [InlineData(1e-200)]
    [InlineData(3.7)]
    [InlineData(-2e250)]
    public void Totals_OneTerm_IsThatTerm(double value) => Assert.Equal(value, Total([value]));

    [Fact]
    public void Totals_NotANumber_IsNaN() => Assert.True(double.IsNaN(Total([1, double.NaN, 2, 3, 4])));

    [Fact]
    public void Totals_InfiniteTerm_IsNaN() => Assert.True(double.IsNaN(Total([1, 2, 3, 4, double.NegativeInfinity])));

    private static double Total(double[] values)
    {
        var sum = new BinnedSum();
        sum.Add(values);
        var result = new double[1];
        BinnedSum.Totals(Serial, [sum], new long[BinnedSum.MessageLength], result);
        return result[0];
    }
}
