using Multiscale.Core;

namespace Multiscale.Parallel;

/// <summary>
/// Brings the values of entities owned elsewhere ("ghosts") to this rank: owner to owner, only what is needed.
/// Ghosts are listed in ascending order of global id; a rank may list its own entities too.
/// </summary>
public sealed class GhostExchange
{
    private readonly Communicator ranks;
    private readonly int[] sendRanks, sendOffsets, sendIndices, receiveRanks, receiveOffsets, receiveSlots;
    private double[] sendBuffer = [], receiveBuffer = [];

    /// <summary>Collective. <paramref name="needed"/> holds ascending global ids without repeats.</summary>
    public GhostExchange(Distribution distribution, long[] needed)
    {
        ranks = distribution.Ranks;
        Needed = needed;
        var owners = distribution.OwnersOf(needed);
        for (int i = 0; i < needed.Length; i++)
            if (owners[i] < 0) throw new InvalidOperationException($"{distribution.Set.Name} {needed[i]} has no owner");
        var request = Routing.ToRanks(ranks, needed, owners);
        sendIndices = Array.ConvertAll(request.Values, distribution.LocalOf);
        receiveSlots = request.Order;
        (sendRanks, sendOffsets) = Blocks(request.ReceiveCounts);
        (receiveRanks, receiveOffsets) = Blocks(request.SendCounts);
    }

    /// <summary>The global ids whose values are brought, ascending.</summary>
    public long[] Needed { get; }

    /// <summary>Fills <paramref name="ghosts"/> (order of <see cref="Needed"/>, <paramref name="width"/> values each) from the owners' values. Collective.</summary>
    public void Update(ReadOnlySpan<double> owned, Span<double> ghosts, int width = 1)
    {
        Reserve(width);
        for (int i = 0; i < sendIndices.Length; i++)
            owned.Slice(sendIndices[i] * width, width).CopyTo(sendBuffer.AsSpan(i * width));
        Span<int> sends = stackalloc int[sendOffsets.Length], receives = stackalloc int[receiveOffsets.Length];
        for (int i = 0; i < sends.Length; i++) sends[i] = sendOffsets[i] * width;
        for (int i = 0; i < receives.Length; i++) receives[i] = receiveOffsets[i] * width;
        ranks.NeighbourExchange(sendRanks, sends, sendBuffer.AsSpan(0, sendIndices.Length * width),
            receiveRanks, receives, receiveBuffer.AsSpan(0, receiveSlots.Length * width));
        for (int i = 0; i < receiveSlots.Length; i++)
            receiveBuffer.AsSpan(i * width, width).CopyTo(ghosts[(receiveSlots[i] * width)..]);
    }

    private void Reserve(int width)
    {
        if (sendBuffer.Length < sendIndices.Length * width) sendBuffer = new double[sendIndices.Length * width];
        if (receiveBuffer.Length < receiveSlots.Length * width) receiveBuffer = new double[receiveSlots.Length * width];
    }

    private static (int[] Ranks, int[] Offsets) Blocks(int[] counts)
    {
        var ranks = new List<int>();
        var offsets = new List<int> { 0 };
        for (int r = 0; r < counts.Length; r++)
        {
            if (counts[r] == 0) continue;
            ranks.Add(r);
            offsets.Add(offsets[^1] + counts[r]);
        }
        return ([.. ranks], [.. offsets]);
    }
}
