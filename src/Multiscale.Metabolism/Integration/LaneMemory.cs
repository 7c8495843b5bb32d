using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiscale.Metabolism;

/// <summary>Zeroed doubles that stay where they are, aligned to cache lines.</summary>
internal sealed unsafe class LaneMemory
{
    private const int Line = 64;
    private readonly double[] memory;

    public LaneMemory(int count)
    {
        memory = GC.AllocateArray<double>(count + Line / sizeof(double), pinned: true);
        var start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory));
        Pointer = (double*)((start + Line - 1) / Line * Line);
    }

    /// <summary>Valid as long as this object is reachable.</summary>
    public double* Pointer { get; }
}
