using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.MpiTests;

public static class ReproducibleSumTests
{
    private const int Terms = 20_000;

    /// <summary>Terms of both signs over 40 orders of magnitude: summed naively in another order, the last digits change.</summary>
    private static double Term(int i)
    {
        var random = new CounterRandom(5, 1);
        return random.Normal((ulong)i) * Math.Pow(10, 40 * random.Uniform((ulong)(i + 10 * Terms)) - 20);
    }

    /// <summary>Deals the terms round-robin.</summary>
    private static void Sum(Communicator ranks)
    {
        var sums = new[] { new ReproducibleSum(), new ReproducibleSum() };
        for (int i = ranks.Rank; i < Terms; i += ranks.Size)
        {
            sums[0].Add(Term(i));
            sums[1].AddProducts([Term(i)], [Term(i + Terms)]);
        }
        var totals = new double[2];
        ReproducibleSum.Totals(ranks, sums, totals);
        Assert.Equal(totals[0], sums[0].Total(ranks));
        if (ranks.IsRoot) Job.Report($"{BitConverter.DoubleToInt64Bits(totals[0]):x} {BitConverter.DoubleToInt64Bits(totals[1]):x}");
    }

    [Fact]
    public static void Total_OnAnyNumberOfRanks_IsEqualToTheBit()
    {
        string one = Assert.Single(Job.Run(1, Sum));
        foreach (int ranks in (int[])[2, 3, 4]) Assert.Equal(one, Assert.Single(Job.Run(ranks, Sum)));
        var serial = new ReproducibleSum();
        for (int i = Terms - 1; i >= 0; i--) serial.Add(Term(i));
        Assert.StartsWith($"{BitConverter.DoubleToInt64Bits(serial.Total(new SerialCommunicator())):x} ", one, StringComparison.Ordinal);
    }

    [Ranks(2, 4)]
    public static void Total_NotANumberOnOneRank_IsNaNOnAll(Communicator ranks)
    {
        var sum = new ReproducibleSum();
        sum.Add(ranks.Rank == ranks.Size - 1 ? double.PositiveInfinity : 1);
        Assert.True(double.IsNaN(sum.Total(ranks)));
    }
}
