using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.UnitTests;

public sealed class TetMeshTests
{
    private static readonly Point3[] Corners = [new(0, 0, 0), new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), new(1, 1, 1), new(-1, -1, -1)];

    [Fact]
    public void Neighbours_JitteredBox_AreMutualAndShareThreeVertices()
    {
        var mesh = JitteredMesh.Create(4, 10, 51);
        int boundary = 0;
        for (int f = 0; f < mesh.Neighbours.Length; f++)
        {
            if (mesh.Neighbours[f] < 0) { boundary++; continue; }
            Assert.Contains(f / 4, mesh.Neighbours.AsSpan(4 * mesh.Neighbours[f], 4).ToArray());
            Assert.Equal(3, mesh.Tets[(f & ~3)..((f & ~3) + 4)].Intersect(mesh.Tets[(4 * mesh.Neighbours[f])..(4 * mesh.Neighbours[f] + 4)]).Count());
        }
        // Six sides of 4 x 4 squares of two triangles each.
        Assert.Equal(6 * 16 * 2, boundary);
        Assert.Equal(1000, mesh.TotalVolume, 1e-9);
    }

    [Fact]
    public void Constructor_InvertedTet_IsTurnedRoundAndCounted()
    {
        var mesh = new TetMesh(Corners, [0, 2, 1, 3]);
        Assert.Equal(1, mesh.Inverted);
        Assert.Equal(1.0 / 6, mesh.Volumes[0], 1e-15);
    }

    [Fact]
    public void Constructor_FaceOfThreeTets_NamesThem() =>
        Assert.Equal("MS0302", Assert.Throws<InputException>(() => new TetMesh(Corners, [0, 1, 2, 3, 1, 2, 3, 4, 1, 2, 3, 5])).Diagnostics[0].Code);

    [Fact]
    public void Constructor_OverlappingTets_NamesThem() =>
        Assert.Equal("MS0303", Assert.Throws<InputException>(() => new TetMesh(Corners, [0, 1, 2, 3, 1, 2, 3, 5])).Diagnostics[0].Code);

    [Fact]
    public void Constructor_FlatTet_NamesIt() =>
        Assert.Equal("MS0301", Assert.Throws<InputException>(() => new TetMesh([new(0, 0, 0), new(1, 0, 0), new(0, 1, 0), new(1, 1, 0)], [0, 1, 2, 3])).Diagnostics[0].Code);
}
