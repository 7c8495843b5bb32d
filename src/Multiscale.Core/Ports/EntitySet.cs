using System.Diagnostics;

namespace Multiscale.Core;

/// <summary>
/// What a quantity lives on: cells, segments, tets, vessels. Each entity has one owner rank;
/// a rank lists the entities it owns in ascending order of their global ids, and that position is the local id.
/// </summary>
public sealed class EntitySet
{
    public EntitySet(string name, long globalCount, long[] ownedIds)
    {
        for (int i = 1; i < ownedIds.Length; i++) Debug.Assert(ownedIds[i - 1] < ownedIds[i], "owned ids ascend");
        Name = name;
        GlobalCount = globalCount;
        OwnedIds = ownedIds;
    }

    public string Name { get; }

    /// <summary>Entities on all ranks together.</summary>
    public long GlobalCount { get; }

    /// <summary>Global ids of this rank's entities, ascending.</summary>
    public long[] OwnedIds { get; }

    /// <summary>Entities of this rank.</summary>
    public int Count => OwnedIds.Length;

    /// <summary>All entities on one rank.</summary>
    public static EntitySet Whole(string name, int count)
    {
        var ids = new long[count];
        for (int i = 0; i < count; i++) ids[i] = i;
        return new EntitySet(name, count, ids);
    }
}
