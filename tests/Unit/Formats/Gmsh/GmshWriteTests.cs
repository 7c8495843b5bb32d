using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.UnitTests;

public sealed class GmshWriteTests
{
    [Theory]
    [InlineData(GmshFormat.Binary41, true)]
    [InlineData(GmshFormat.Text41, true)]
    [InlineData(GmshFormat.Binary22, true)]
    [InlineData(GmshFormat.Text22, true)]
    [InlineData(GmshFormat.Binary41, false)]
    [InlineData(GmshFormat.Text41, false)]
    [InlineData(GmshFormat.Binary22, false)]
    [InlineData(GmshFormat.Text22, false)]
    public void Write_ThenRead_GivesTheSameMesh(GmshFormat format, bool parted)
    {
        var box = JitteredMesh.Create(3, 10, 71);
        int[] odd = [.. Enumerable.Range(0, box.Count).Where(t => t % 2 == 1)], some = [3, 5, 8, 13];
        var mesh = new TetMesh(box.Vertices, box.Tets, [new("odd", 3, 4, odd), new("some", 3, 5, some), new("patch", 2, 9, [1])],
            [0, 1, 4, 1, 4, 5], parted ? [.. Enumerable.Range(0, box.Count).Select(t => t % 3)] : null);
        string path = GmshData.Temporary();
        GmshFile.Write(mesh, path, format);
        var read = GmshFile.Read(path);
        File.Delete(path);

        Assert.False(File.Exists(path + ".part"));
        Assert.Equal(mesh.Vertices, read.Vertices);
        // Tets come back sorted by entity: compare them by their vertices.
        string Key(TetMesh m, int t) => string.Join(' ', m.Tets[(4 * t)..(4 * t + 4)]);
        var number = Enumerable.Range(0, read.Count).ToDictionary(t => Key(read, t));
        int[] There(IEnumerable<int> members) => [.. members.Select(t => number[Key(mesh, t)]).Order()];
        Assert.Equal(mesh.Count, read.Count);
        Assert.Equal(There(odd), read.Groups.Single(g => g.Name == "odd").Members);
        Assert.Equal(There(some), read.Groups.Single(g => g.Name == "some").Members);
        Assert.Equal([1, 4, 5], read.Triangles);
        Assert.Equal(parted, read.Partition is not null);
        if (parted) Assert.All(Enumerable.Range(0, mesh.Count), t => Assert.Equal(t % 3, read.Partition![number[Key(mesh, t)]]));
    }

    [Fact]
    public void Write_NoSuchFolder_SaysSo() =>
        Assert.Equal("MS0315", Assert.Throws<EnvironmentException>(() => GmshFile.Write(JitteredMesh.Create(1, 1, 1), "/nowhere/at/all.msh")).Diagnostics[0].Code);
}
