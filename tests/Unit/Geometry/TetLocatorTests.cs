using Multiscale.Geometry;

namespace Multiscale.UnitTests;

public sealed class TetLocatorTests
{
    [Fact]
    public void Find_Barycentres_GivesTheirTets()
    {
        var mesh = JitteredMesh.Create(5, 10, 41);
        var locator = new TetLocator(mesh);
        for (int t = 0; t < mesh.Count; t++) Assert.Equal(t, locator.Find(mesh.Barycentre(t)));
    }

    [Fact]
    public void Find_Vertices_GivesTheLowestTetAround()
    {
        var mesh = JitteredMesh.Create(4, 10, 42);
        var locator = new TetLocator(mesh);
        for (int v = 0; v < mesh.Vertices.Length; v++) Assert.Equal(Array.IndexOf(mesh.Tets, v) / 4, locator.Find(mesh.Vertices[v]));
    }

    [Fact]
    public void Find_Outside_GivesNone() => Assert.Equal(-1, new TetLocator(JitteredMesh.Create(3, 10, 43)).Find(new(5, 5, 10.001)));

    [Theory]
    [InlineData(5, 5, 44, 34)]
    [InlineData(13, 14, 5, 5)]
    [InlineData(-1, -2, -2, 3)]
    [InlineData(4, 3, 5, 0)]
    public void Nearest_BoxOfTen_GivesTheDistance(double x, double y, double z, double distance)
    {
        var (tet, found) = new TetLocator(JitteredMesh.Create(4, 10, 44)).Nearest(new(x, y, z));
        Assert.True(tet >= 0);
        Assert.Equal(distance, found, 1e-12);
    }
}
