namespace Multiscale.Core;

/// <summary>
/// Counter-based random numbers: a pure function of (seed, stream, counter), so that results do not depend on ranks or order.
/// Mixing: SplitMix64 (Steele, Lea and Flood 2014), applied to each word of the key.
/// </summary>
public readonly struct CounterRandom(ulong seed, ulong stream)
{
    private readonly ulong key = Mix(Mix(seed + Gamma) ^ (stream * Gamma + Gamma));

    private const ulong Gamma = 0x9E3779B97F4A7C15UL;

    public ulong Bits(ulong counter) => Mix(key + (counter + 1) * Gamma);

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform(ulong counter) => (Bits(counter) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Standard normal (Box-Muller); uses the counters 2c and 2c + 1.</summary>
    public double Normal(ulong counter)
    {
        double u = 1 - Uniform(2 * counter), v = Uniform(2 * counter + 1);
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
    }

    /// <summary>The SplitMix64 finaliser.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
