using Multiscale.Formats;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

public sealed class MeshPartitionTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Create_Box_IsBalancedCompactAndRepeatable(int parts)
    {
        var mesh = BoxMesh.Create(new(0, 0, 0), new(10, 10, 10), 8, 8, 8);
        var partition = MeshPartition.Create(mesh, parts, 1, new MetisPartitioner());
        for (int p = 0; p < parts; p++)
        {
            var owned = partition.Owned(p);
            Assert.Equal(mesh.Count, owned.GlobalCount);
            // METIS allows an imbalance of 3 %.
            Assert.InRange(owned.Count, 0.85 * mesh.Count / parts, 1.04 * mesh.Count / parts);
            Assert.All(owned.OwnedIds, id => Assert.Equal(p, partition.Parts[id]));
        }
        // A random assignment would cut (parts - 1) / parts of the faces.
        Assert.InRange(partition.CutFaces(mesh), 1, 0.2 * 2 * mesh.Count);
        Assert.Equal(partition.Parts, MeshPartition.Create(mesh, parts, 1, new MetisPartitioner()).Parts);
    }

    [Fact]
    public void Create_MoreRanksThanTets_LeavesRanksEmpty()
    {
        var mesh = BoxMesh.Create(new(0, 0, 0), new(1, 1, 1), 1, 1, 1);
        var partition = MeshPartition.Create(mesh, 9, 1, new MetisPartitioner());
        Assert.Equal([1, 1, 1, 1, 1, 1, 0, 0, 0], Enumerable.Range(0, 9).Select(r => partition.Owned(r).Count));
    }

    [Fact]
    public void Create_OneRank_OwnsAll() =>
        Assert.Equal(6, MeshPartition.Create(BoxMesh.Create(new(0, 0, 0), new(1, 1, 1), 1, 1, 1), new SerialCommunicator(), 1, new MetisPartitioner()).Owned(0).Count);

    [Fact]
    public void Create_MeshThatCameInAsManyParts_KeepsThem()
    {
        var box = BoxMesh.Create(new(0, 0, 0), new(1, 1, 1), 1, 1, 1);
        var mesh = new TetMesh(box.Vertices, box.Tets, partition: [1, 0, 1, 0, 1, 0]);
        Assert.Same(mesh.Partition, MeshPartition.Create(mesh, 2, 1, new MetisPartitioner()).Parts);
        Assert.NotSame(mesh.Partition, MeshPartition.Create(mesh, 3, 1, new MetisPartitioner()).Parts);
    }
}
