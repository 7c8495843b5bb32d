using System.Text;
using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>
/// Random numbers of mechanisms as pure functions of a key, which names a stream, and of a counter, which an instance keeps and raises by one with each draw.
/// A key is a whole number below 2^53, so that both fit a column.
/// </summary>
public static class RandomStream
{
    /// <summary>The key of one RANDOM of one instance.</summary>
    /// <param name="cell">Global id of the cell or compartment.</param>
    /// <param name="id">Global id of the instance.</param>
    public static double Key(int seed, long cell, long id, string name)
    {
        ulong mixed = CounterRandom.Mix((ulong)(uint)seed + 1);
        foreach (byte letter in Encoding.UTF8.GetBytes(name)) mixed = CounterRandom.Mix(mixed ^ letter);
        return Key(Short(CounterRandom.Mix(mixed ^ (ulong)cell)), id);
    }

    /// <summary>A stream of its own for each number.</summary>
    public static double Key(double key, double number) => Short(CounterRandom.Mix(CounterRandom.Mix((ulong)key + 1) ^ BitConverter.DoubleToUInt64Bits(number + 0.0)));

    /// <summary>One draw: uniform in (0, 1), exponential with mean 1, standard normal, a whole number below 2^32.</summary>
    public static double Draw(Operation kind, double key, double counter)
    {
        // Kinds do not share bits, so that draws of different kinds at one counter are independent.
        var random = new CounterRandom((ulong)key, (ulong)kind);
        ulong c = (ulong)counter;
        return kind switch
        {
            Operation.RandomUniform => ((random.Bits(c) >> 12) + 0.5) * (1.0 / (1UL << 52)),
            Operation.RandomExponential => -Math.Log(1 - random.Uniform(c)),
            Operation.RandomNormal => random.Normal(c),
            Operation.RandomPick => random.Bits(c) >> 32,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    /// <summary>The same, and the counter moves on.</summary>
    public static double Next(Operation kind, double key, ref double counter) => Draw(kind, key, counter++);

    /// <summary>A Poisson number of this mean: how many exponential waits fit into it.</summary>
    public static double Poisson(double key, ref double counter, double mean)
    {
        int count = 0;
        for (double sum = Next(Operation.RandomExponential, key, ref counter); sum < mean; sum += Next(Operation.RandomExponential, key, ref counter)) count++;
        return count;
    }

    private static double Short(ulong bits) => bits >> 11;
}
