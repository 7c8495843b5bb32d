using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// This rank's share of a mesh: its own tets in ascending order of id, then their face neighbours elsewhere ("near" ghosts),
/// then the neighbours of those ("far" ghosts, which the gradients in near ghosts need).
/// </summary>
public sealed class TetPartition
{
    private readonly GhostExchange nearGhosts, farGhosts;

    /// <summary>Collective.</summary>
    /// <param name="owner">Rank of each tet of the mesh.</param>
    public TetPartition(TetMesh mesh, int[] owner, Communicator ranks)
    {
        if (owner.Length != mesh.Count || owner.Any(r => r < 0 || r >= ranks.Size))
            throw new InputException("MS0502", $"the partition names {owner.Length} owners for {mesh.Count} tetrahedra on {ranks.Size} ranks", "give one rank below the rank count for each tetrahedron");
        Mesh = mesh;
        Ranks = ranks;
        var owned = new List<int>();
        for (int t = 0; t < mesh.Count; t++)
            if (owner[t] == ranks.Rank) owned.Add(t);
        var near = Beyond(mesh, owned, owned);
        var far = Beyond(mesh, near, [.. owned, .. near]);
        Set = new EntitySet("tets", mesh.Count, [.. owned.Select(t => (long)t)]);
        var distribution = new Distribution(ranks, Set);
        nearGhosts = new GhostExchange(distribution, [.. near.Select(t => (long)t)]);
        farGhosts = new GhostExchange(distribution, [.. far.Select(t => (long)t)]);
        Ids = [.. owned, .. near, .. far];
        Near = owned.Count + near.Count;
        var local = new Dictionary<int, int>(Ids.Length);
        for (int i = 0; i < Ids.Length; i++) local.Add(Ids[i], i);
        Neighbours = new int[4 * Near];
        for (int f = 0; f < Neighbours.Length; f++)
        {
            int across = mesh.Neighbours[4 * Ids[f / 4] + f % 4];
            Neighbours[f] = across < 0 ? -1 : local[across];
        }
    }

    public TetMesh Mesh { get; }

    public Communicator Ranks { get; }

    /// <summary>The set "tets".</summary>
    public EntitySet Set { get; }

    /// <summary>Own tets.</summary>
    public int Count => Set.Count;

    /// <summary>Own tets and near ghosts.</summary>
    public int Near { get; }

    /// <summary>Own tets and all ghosts.</summary>
    public int All => Ids.Length;

    /// <summary>Mesh tet of each local index.</summary>
    public int[] Ids { get; }

    /// <summary>Local index of the tet across face i of local tet t at [4t + i], for own tets and near ghosts; -1 on the boundary.</summary>
    public int[] Neighbours { get; }

    /// <summary>Brings the values of the near ghosts. Collective.</summary>
    public void UpdateNear(Span<double> values) => nearGhosts.Update(values[..Count], values[Count..Near]);

    /// <summary>Brings the values of all ghosts. Collective.</summary>
    public void UpdateAll(Span<double> values)
    {
        UpdateNear(values);
        farGhosts.Update(values[..Count], values[Near..All]);
    }

    private static List<int> Beyond(TetMesh mesh, IEnumerable<int> from, List<int> known)
    {
        var seen = new HashSet<int>(known);
        var found = new SortedSet<int>();
        foreach (int t in from)
            for (int f = 0; f < 4; f++)
                if (mesh.Neighbours[4 * t + f] is >= 0 and int n && !seen.Contains(n)) found.Add(n);
        return [.. found];
    }
}
