using System.Runtime.Intrinsics;

namespace Multiscale.Brain;

/// <summary>Zeroed vectors of eight lanes, aligned; lane k belongs to the k-th brain of a group.</summary>
internal sealed unsafe class LaneArray(long count)
{
    private readonly BlockMemory memory = new(64 * count);

    public const int Lanes = 8;

    public long Count => count;

    public Vector512<double>* Data => (Vector512<double>*)memory.Pointer;

    public double* Numbers => (double*)memory.Pointer;

    public void Clear() => new Span<byte>(memory.Pointer, checked((int)(64 * count))).Clear();
}
