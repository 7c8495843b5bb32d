using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiscale.Parallel;

/// <summary>
/// Joins the items of all ranks in rank order while the ranks go on computing: a packet of fixed size per rank travels from <see cref="Start"/> to
/// <see cref="Finish"/>; what does not fit follows at the end.
/// </summary>
/// <param name="capacity">Items in a packet.</param>
public sealed class PendingGather<T>(Communicator ranks, int capacity) where T : unmanaged
{
    private const int Head = sizeof(long); // the number of items stands before them
    private readonly int size = Head + capacity * Unsafe.SizeOf<T>(); // of a packet [bytes]
    private readonly List<T> own = [], all = [];
    private byte[] packet = [], packets = []; // pinned
    private int request;

    /// <summary>Whether something is on its way.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Sends this rank's items on their way. Collective.</summary>
    public void Start(ReadOnlySpan<T> items)
    {
        if (IsPending) throw new InvalidOperationException("the last gather is not finished");
        IsPending = true;
        own.Clear();
        own.AddRange(items);
        if (ranks.Size == 1) return;
        if (packet.Length == 0) (packet, packets) = (GC.AllocateArray<byte>(size, pinned: true), GC.AllocateArray<byte>(size * ranks.Size, pinned: true));
        long count = items.Length;
        MemoryMarshal.Write(packet, in count);
        MemoryMarshal.AsBytes(items[..Math.Min(items.Length, capacity)]).CopyTo(packet.AsSpan(Head));
        request = ranks.StartAllgather(packet, packets);
    }

    /// <summary>What all ranks have sent, in rank order; valid until the next start. Collective.</summary>
    public Span<T> Finish()
    {
        if (!IsPending) throw new InvalidOperationException("nothing is on its way");
        IsPending = false;
        if (ranks.Size == 1) return CollectionsMarshal.AsSpan(own);
        ranks.Wait(request);
        all.Clear();
        bool more = false;
        for (int r = 0; r < ranks.Size; r++) more |= Count(r) > capacity;
        var rest = more ? ranks.Allgatherv<byte>(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(own)[Math.Min(own.Count, capacity)..])) : [];
        var left = MemoryMarshal.Cast<byte, T>(rest.AsSpan());
        for (int r = 0; r < ranks.Size; r++)
        {
            int first = (int)Math.Min(Count(r), capacity), later = (int)Count(r) - first;
            all.AddRange(MemoryMarshal.Cast<byte, T>(packets.AsSpan(r * size + Head, first * Unsafe.SizeOf<T>())));
            all.AddRange(left[..later]);
            left = left[later..];
        }
        return CollectionsMarshal.AsSpan(all);
    }

    private long Count(int rank) => MemoryMarshal.Read<long>(packets.AsSpan(rank * size));
}
