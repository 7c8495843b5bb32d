using System.Runtime.CompilerServices;

namespace Multiscale.Modeling;

/// <summary>Calls compiled methods that hold more vectors than there are registers.</summary>
public static unsafe class AlignedStack
{
    private const int Line = 64; // bytes

    /// <summary>
    /// Calls a kernel whose spilled vectors each lie on one cache line. The compiler keeps them at multiples of a line from where the caller's frame ends,
    /// which by itself is a multiple of 16 bytes: a vector that crosses two lines makes a KINETIC scheme take twice as long (measured: .NET 10, x64).
    /// </summary>
    // Here the frame ends where the last block of it begins. Blocks of up to 32 bytes of a fixed size would not be at its end.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Call(KernelMethod kernel, KernelFrame* frame)
    {
        byte* here = stackalloc byte[Line];
        byte* end = stackalloc byte[(int)((nint)here & (Line - 1)) + Line];
        *end = 0;
        kernel(frame);
    }
}
