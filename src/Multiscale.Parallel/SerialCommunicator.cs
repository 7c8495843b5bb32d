using Multiscale.Interop;

namespace Multiscale.Parallel;

/// <summary>One rank without MPI: the twin of <see cref="MpiCommunicator"/>.</summary>
public sealed class SerialCommunicator : Communicator
{
    public override int Rank => 0;

    public override int Size => 1;

    /// <summary>MPI_COMM_SELF; MPI is started the first time a native library asks for it.</summary>
    public override int Handle
    {
        get
        {
            MpiLibrary.Initialize();
            return MpiLibrary.Self;
        }
    }

    public override void Barrier() { }

    public override void Broadcast<T>(Span<T> data, int root = 0) { }

    public override void Allreduce<T>(Span<T> data, MpiOperation operation) { }

    public override void Allgather<T>(ReadOnlySpan<T> send, Span<T> receive) => send.CopyTo(receive);

    public override T[] Allgatherv<T>(ReadOnlySpan<T> send, out int[] counts)
    {
        counts = [send.Length];
        return send.ToArray();
    }

    public override T[] Alltoallv<T>(ReadOnlySpan<T> send, ReadOnlySpan<int> sendCounts, out int[] receiveCounts)
    {
        receiveCounts = sendCounts.ToArray();
        return send.ToArray();
    }

    public override void NeighbourExchange(ReadOnlySpan<int> sendRanks, ReadOnlySpan<int> sendOffsets, ReadOnlySpan<double> send,
        ReadOnlySpan<int> receiveRanks, ReadOnlySpan<int> receiveOffsets, Span<double> receive) => send.CopyTo(receive);

    public override void Abort(int exitCode) => Environment.Exit(exitCode);
}
