using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Geometry;

/// <summary>Which rank owns each tet.</summary>
/// <param name="Parts">owner of each tet</param>
/// <param name="Count">ranks; some own nothing when there are more ranks than tets</param>
public sealed record MeshPartition(int[] Parts, int Count)
{
    /// <summary>
    /// The parts that the mesh came with when they are as many as the ranks; otherwise parts of the graph of neighbouring tets.
    /// </summary>
    public static MeshPartition Create(TetMesh mesh, int parts, int seed, IPartitioner partitioner)
    {
        if (mesh.Partition is { } given && given.Max() + 1 == parts) return new MeshPartition(given, parts);
        if (parts == 1) return new MeshPartition(new int[mesh.Count], 1);
        if (parts >= mesh.Count)
        {
            var single = new int[mesh.Count];
            for (int t = 0; t < single.Length; t++) single[t] = t;
            return new MeshPartition(single, parts);
        }
        var (offsets, neighbours) = Graph(mesh);
        return new MeshPartition(partitioner.Partition(offsets, neighbours, parts, seed), parts);
    }

    /// <summary>The same on every rank: the root partitions, the others are told.</summary>
    public static MeshPartition Create(TetMesh mesh, Communicator communicator, int seed, IPartitioner partitioner)
    {
        var parts = communicator.IsRoot ? Create(mesh, communicator.Size, seed, partitioner).Parts : new int[mesh.Count];
        communicator.Broadcast<int>(parts);
        return new MeshPartition(parts, communicator.Size);
    }

    /// <summary>The tets of one rank; the global id of a tet is its number in the mesh.</summary>
    public EntitySet Owned(int rank, string name = "tets")
    {
        int count = 0;
        foreach (int part in Parts) count += part == rank ? 1 : 0;
        var ids = new long[count];
        for (int t = 0, i = 0; t < Parts.Length; t++)
            if (Parts[t] == rank) ids[i++] = t;
        return new EntitySet(name, Parts.Length, ids);
    }

    /// <summary>Faces between two parts: each costs an exchange.</summary>
    public int CutFaces(TetMesh mesh)
    {
        int cut = 0;
        for (int f = 0; f < mesh.Neighbours.Length; f++)
            if (mesh.Neighbours[f] > f / 4 && Parts[mesh.Neighbours[f]] != Parts[f / 4]) cut++;
        return cut;
    }

    private static (int[] Offsets, int[] Neighbours) Graph(TetMesh mesh)
    {
        var offsets = new int[mesh.Count + 1];
        var neighbours = new int[mesh.Neighbours.Length];
        int used = 0;
        for (int t = 0; t < mesh.Count; t++)
        {
            for (int face = 0; face < 4; face++)
                if (mesh.Neighbours[4 * t + face] is >= 0 and var n) neighbours[used++] = n;
            offsets[t + 1] = used;
        }
        return (offsets, neighbours[..used]);
    }
}
