using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>This rank's cells, in ascending order of their global ids.</summary>
internal sealed class OwnCells
{
    private const int SpeciesBits = 20;

    private readonly Communicator ranks;
    private readonly int[] owner, local;
    private readonly int[] counts;
    private long[] packed = [];

    /// <param name="owner">Rank of each cell.</param>
    public OwnCells(int[] owner, Communicator ranks)
    {
        (this.owner, this.ranks) = (owner, ranks);
        local = new int[owner.Length];
        Ids = [.. Enumerable.Range(0, owner.Length).Where(c => owner[c] == ranks.Rank)];
        Array.Fill(local, -1);
        for (int i = 0; i < Ids.Length; i++) local[Ids[i]] = i;
        counts = new int[ranks.Size];
        Set = new EntitySet("cells", owner.Length, [.. Ids.Select(c => (long)c)]);
    }

    /// <summary>Global id of each own cell.</summary>
    public int[] Ids { get; }

    public EntitySet Set { get; }

    public int Count => Ids.Length;

    /// <summary>Rank of each tet of a mesh of <paramref name="tets"/> tets.</summary>
    public int[] OwnersOfTets(int tets) => owner[..tets];

    /// <summary>Position among the own cells; -1 for a foreign one.</summary>
    public int LocalOf(int cell) => local[cell];

    /// <summary>A molecule of a species in a cell as one number.</summary>
    public static long Pack(int cell, int species) => ((long)cell << SpeciesBits) | (uint)species;

    public static int CellOf(long packed) => (int)(packed >> SpeciesBits);

    public static int SpeciesOf(long packed) => (int)(packed & ((1 << SpeciesBits) - 1));

    /// <summary>Sends each arrival to the owner of its cell and returns those that belong here. Collective.</summary>
    public ReadOnlySpan<long> Deliver(ReadOnlySpan<long> arrivals)
    {
        if (ranks.Size == 1) return arrivals;
        Array.Clear(counts);
        foreach (long a in arrivals) counts[owner[CellOf(a)]]++;
        if (packed.Length < arrivals.Length) packed = new long[arrivals.Length * 2];
        Span<int> next = stackalloc int[counts.Length];
        for (int r = 1; r < counts.Length; r++) next[r] = next[r - 1] + counts[r - 1];
        foreach (long a in arrivals) packed[next[owner[CellOf(a)]]++] = a;
        return ranks.Alltoallv<long>(packed.AsSpan(0, arrivals.Length), counts, out _);
    }
}
