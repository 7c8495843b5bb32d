using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiscale.Neurons;

/// <summary>One number per slot of a <see cref="CableLayout"/>, aligned to cache lines and never moved by the garbage collector.</summary>
internal sealed unsafe class SlotArray
{
    private const int Alignment = 64; // bytes; a block of eight doubles
    private readonly double[] memory;
    private readonly int offset;

    public SlotArray(int count, double value = 0)
    {
        Count = count;
        memory = GC.AllocateUninitializedArray<double>(count + Alignment / sizeof(double), pinned: true);
        double* start = (double*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory));
        Pointer = (double*)(((nuint)start + Alignment - 1) & ~(nuint)(Alignment - 1));
        offset = (int)(Pointer - start);
        Array.Fill(memory, value);
    }

    public int Count { get; }

    /// <summary>Valid as long as this object is reachable.</summary>
    public double* Pointer { get; }

    public Span<double> Values => memory.AsSpan(offset, Count);

    public ref double this[int slot] => ref Values[slot];
}
