using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiscale.Neurons;

/// <summary>One number per slot of a <see cref="CableLayout"/>, aligned to cache lines and never moved by the garbage collector.</summary>
internal sealed unsafe class SlotArray
{
    private const int Page = 4096; // bytes that a level-1 cache set and the store buffer tell apart
    private const int Places = 16;
    private readonly double[] memory;
    private readonly int offset;

    /// <param name="place">Arrays that a loop reads together should differ in this (modulo 16): it sets where in a page they start.
    /// Starting alike they would compete for the same cache lines.</param>
    public SlotArray(int count, int place, double value = 0)
    {
        Count = count;
        memory = GC.AllocateUninitializedArray<double>(count + Page / sizeof(double), pinned: true);
        double* start = (double*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory));
        nuint wanted = (nuint)(place % Places * (Page / Places));
        offset = (int)((wanted - (nuint)start) % Page / sizeof(double));
        Pointer = start + offset;
        Array.Fill(memory, value);
    }

    public int Count { get; }

    /// <summary>Valid as long as this object is reachable.</summary>
    public double* Pointer { get; }

    public Span<double> Values => memory.AsSpan(offset, Count);

    public ref double this[int slot] => ref Values[slot];
}
