using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiscale.Brain;

/// <summary>Zeroed memory that stays where it is, aligned to cache lines.</summary>
internal sealed unsafe class BlockMemory
{
    private const int Line = 64;
    private readonly byte[] memory;

    public BlockMemory(long bytes)
    {
        memory = GC.AllocateArray<byte>(checked((int)(bytes + Line)), pinned: true);
        var start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory));
        Pointer = (void*)((start + Line - 1) / Line * Line);
    }

    /// <summary>Valid as long as this object is reachable.</summary>
    public void* Pointer { get; }
}
