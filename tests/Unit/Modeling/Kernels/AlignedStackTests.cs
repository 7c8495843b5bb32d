using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Multiscale.Modeling;

namespace Multiscale.UnitTests;

public sealed unsafe class AlignedStackTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(48)]
    [InlineData(64)]
    public void Call_FromAnyFrame_PutsTheVectorsOfAKernelOnWholeCacheLines(int caller)
    {
        byte* some = stackalloc byte[64 + caller];
        *some = 1;
        var frame = new KernelFrame();

        AlignedStack.Call(WhereVectorsLie, &frame);

        Assert.Equal(0, frame.First);
    }

    /// <summary>Says how far a vector on the stack is from the start of its line [bytes].</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void WhereVectorsLie(KernelFrame* frame)
    {
        var vector = Vector512.Create((double)frame->End);
        frame->First = (int)((nint)Address(&vector) & 63);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void* Address(void* value) => value;
}
