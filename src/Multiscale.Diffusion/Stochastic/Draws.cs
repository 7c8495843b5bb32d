using System.Runtime.CompilerServices;
using Multiscale.Core;

namespace Multiscale.Diffusion;

/// <summary>What random numbers are drawn for: one family of streams each.</summary>
internal enum Purpose { Placement, Walks, Reactions, Arrivals, Holds, Roundings, Departures }

/// <summary>
/// A stream of random numbers that belongs to one (seed, purpose, step, global id), so that neither ranks nor the order of the work can change it.
/// The key is mixed as in <see cref="CounterRandom"/>; then SplitMix64 runs on.
/// </summary>
internal struct Draws
{
    private const ulong Gamma = 0x9E3779B97F4A7C15UL, IdGamma = 0xD1342543DE82EF95UL;

    private ulong state;

    /// <summary>The key of all streams of one purpose in one step.</summary>
    public static ulong KeyOf(long seed, Purpose purpose, long step) =>
        CounterRandom.Mix(CounterRandom.Mix((ulong)seed + Gamma) ^ CounterRandom.Mix((ulong)step * 8 + (ulong)purpose + Gamma));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Draws Of(ulong key, long id) => new() { state = CounterRandom.Mix(key + (ulong)(id + 1) * IdGamma) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Bits() => CounterRandom.Mix(state += Gamma);

    /// <summary>A stream of its own that begins here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Draws Split() => new() { state = Bits() };

    /// <summary>Uniform in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Uniform() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Standard exponential.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Exponential() => -Math.Log(((Bits() >> 11) + 1) * (1.0 / (1UL << 53)));
}
