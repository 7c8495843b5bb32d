using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Multiscale.Diffusion;

/// <summary>Asks for a cache line ahead of its use: molecules lie scattered in memory, and without this every visit waits for it.</summary>
internal static class Prefetch
{
    /// <summary>How many visits ahead to ask.</summary>
    public const int Ahead = 12;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Line<T>(ref T at)
    {
        // A hint needs no pinning: a line that moved is fetched for nothing.
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.As<T, byte>(ref at)));
    }
}
