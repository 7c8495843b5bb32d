using Multiscale.Interop;

namespace Multiscale.Parallel;

/// <summary>Ranks of an MPI job.</summary>
public sealed class MpiCommunicator(int handle) : Communicator
{
    public override int Rank { get; } = MpiLibrary.Rank(handle);

    public override int Size { get; } = MpiLibrary.Size(handle);

    public override int Handle => handle;

    public override void Barrier() => MpiLibrary.Barrier(handle);

    public override void Broadcast<T>(Span<T> data, int root = 0) => MpiLibrary.Broadcast(handle, data, root);

    public override void Allreduce<T>(Span<T> data, MpiOperation operation) => MpiLibrary.Allreduce(handle, data, operation);

    public override void Allgather<T>(ReadOnlySpan<T> send, Span<T> receive) => MpiLibrary.Allgather(handle, send, receive);

    public override int StartAllgather(byte[] send, byte[] receive) => MpiLibrary.StartAllgather(handle, send, receive);

    public override void Wait(int request) => MpiLibrary.Wait(request);

    public override T[] Allgatherv<T>(ReadOnlySpan<T> send, out int[] counts)
    {
        counts = new int[Size];
        MpiLibrary.Allgather<int>(handle, [send.Length], counts);
        var offsets = OffsetsOf(counts, out int total);
        var receive = new T[total];
        MpiLibrary.Allgatherv(handle, send, receive, counts, offsets);
        return receive;
    }

    public override T[] Alltoallv<T>(ReadOnlySpan<T> send, ReadOnlySpan<int> sendCounts, out int[] receiveCounts)
    {
        receiveCounts = new int[Size];
        MpiLibrary.Alltoall(handle, sendCounts, receiveCounts, 1);
        var sendOffsets = OffsetsOf(sendCounts, out _);
        var receiveOffsets = OffsetsOf(receiveCounts, out int total);
        var receive = new T[total];
        MpiLibrary.Alltoallv(handle, send, sendCounts, sendOffsets, receive, receiveCounts, receiveOffsets);
        return receive;
    }

    public override void NeighbourExchange(ReadOnlySpan<int> sendRanks, ReadOnlySpan<int> sendOffsets, ReadOnlySpan<double> send,
        ReadOnlySpan<int> receiveRanks, ReadOnlySpan<int> receiveOffsets, Span<double> receive) =>
        MpiLibrary.NeighbourExchange(handle, sendRanks, sendOffsets, send, receiveRanks, receiveOffsets, receive);

    public override void Abort(int exitCode) => MpiLibrary.Abort(handle, exitCode);

    private static int[] OffsetsOf(ReadOnlySpan<int> counts, out int total)
    {
        var offsets = new int[counts.Length];
        total = 0;
        for (int r = 0; r < counts.Length; r++)
        {
            offsets[r] = total;
            total = checked(total + counts[r]);
        }
        return offsets;
    }
}
