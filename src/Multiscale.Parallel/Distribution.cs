using Multiscale.Core;

namespace Multiscale.Parallel;

/// <summary>Who owns which entity of a set: a directory split over the ranks in blocks of global ids.</summary>
public sealed class Distribution
{
    private readonly Communicator ranks;
    private readonly long block;
    private readonly int[] owners; // of the ids [Rank * block, (Rank + 1) * block)

    /// <summary>Collective.</summary>
    public Distribution(Communicator ranks, EntitySet set)
    {
        this.ranks = ranks;
        Set = set;
        block = Math.Max(1, (set.GlobalCount + ranks.Size - 1) / ranks.Size);
        long first = ranks.Rank * block;
        owners = new int[Math.Max(0, Math.Min(block, set.GlobalCount - first))];
        Array.Fill(owners, -1);
        var parcels = Routing.ToRanks(ranks, set.OwnedIds, id => (int)(id / block));
        for (int i = 0; i < parcels.Values.Length; i++) owners[parcels.Values[i] - first] = parcels.SourceOf(i);
    }

    public EntitySet Set { get; }

    public Communicator Ranks => ranks;

    /// <summary>Local id of an owned global id, or -1.</summary>
    public int LocalOf(long id)
    {
        int at = Array.BinarySearch(Set.OwnedIds, id);
        return at < 0 ? -1 : at;
    }

    /// <summary>Owner rank of each id; -1 where nobody owns it. Collective.</summary>
    public int[] OwnersOf(ReadOnlySpan<long> ids)
    {
        var asked = ids.ToArray();
        var request = Routing.ToRanks(ranks, asked, id => (int)(id / block));
        long first = ranks.Rank * block;
        var answers = new int[request.Values.Length];
        for (int i = 0; i < answers.Length; i++) answers[i] = owners[request.Values[i] - first];
        var back = ranks.Alltoallv<int>(answers, request.ReceiveCounts, out _);
        var result = new int[ids.Length];
        for (int i = 0; i < back.Length; i++) result[request.Order[i]] = back[i];
        return result;
    }
}
