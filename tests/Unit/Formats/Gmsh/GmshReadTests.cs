using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.UnitTests;

/// <summary>Hand-written files of two tets with sparse tags, an unused node, a negative orientation and overlapping groups.</summary>
public sealed class GmshReadTests
{
    private static void AssertTwoTets(TetMesh mesh)
    {
        Assert.Equal(2, mesh.Count);
        Assert.Equal(5, mesh.Vertices.Length);
        Assert.Equal([1.0 / 6, 1.0 / 3], mesh.Volumes.Select(v => Math.Round(v, 15)), (x, y) => Math.Abs(x - y) < 1e-14);
        Assert.Equal(1, mesh.Inverted);
        Assert.Equal([0], mesh.Groups.Single(g => g.Name == "left").Members);
        Assert.Equal([1], mesh.Groups.Single(g => g.Name == "right side").Members);
    }

    [Theory]
    [InlineData("two-tets-22.msh")]
    [InlineData("two-tets-41.msh")]
    public void Read_TextFile_GivesTetsGroupsAndPatches(string name)
    {
        var mesh = GmshFile.Read(GmshData.Path(name));
        AssertTwoTets(mesh);
        Assert.Equal([0, 1], mesh.Groups.Single(g => g.Name == "all").Members);
        var patch = mesh.Groups.Single(g => g.Dimension == 2);
        Assert.Equal(("base", 7), (patch.Name, patch.Tag));
        Assert.Equal([0], patch.Members);
        Assert.Equal([new Point3(0, 0, 0), new(1, 0, 0), new(0, 1, 0)], mesh.Triangles.Select(v => mesh.Vertices[v]));
    }

    [Fact]
    public void Read_PartitionTags22_GivesTheOwners() => Assert.Equal([0, 1], GmshFile.Read(GmshData.Path("two-tets-22.msh")).Partition!);

    [Fact]
    public void Read_WithoutPartition_GivesNone() => Assert.Null(GmshFile.Read(GmshData.Path("two-tets-41.msh")).Partition);

    [Fact]
    public void Read_OneFilePerRank_MergesAndDropsGhosts()
    {
        var mesh = GmshFile.Read(GmshData.Path("two-parts.msh"));
        AssertTwoTets(mesh);
        Assert.Equal([0, 1], mesh.Partition!);
        Assert.DoesNotContain(mesh.Groups, g => g.Dimension == 2);
    }

    [Fact]
    public void Read_Scale_MultipliesLengths() =>
        Assert.Equal(1e9 / 6, GmshFile.Read(GmshData.Path("two-tets-41.msh"), 1000).Volumes[0], 1e-3);

    [Theory]
    [InlineData("$Nodes", "$Knots", "MS0306", 0)]
    [InlineData("3 10 20 30 40 ", "3 10 20 31 40 ", "MS0308", 44)]
    [InlineData("1 1 1\n$EndNodes", "1 0 0\n$EndNodes", "MS0309", 46)]
    [InlineData("1 1 1\n$EndNodes", "1 x 1\n$EndNodes", "MS0307", 35)]
    [InlineData("1 1 1\n$EndNodes", "1 nan 1\n$EndNodes", "MS0307", 35)]
    [InlineData("40\n50\n", "40\n", "MS0307", 0)]
    [InlineData("3 1 4 1\n", "3 1 11 1\n", "MS0311", 43)]
    [InlineData("4.1 0 8", "4.0 0 8", "MS0305", 2)]
    [InlineData("$MeshFormat", "solid", "MS0305", 1)]
    [InlineData("4 4 1 4\n", "9 4 1 4\n", "MS0307", 0)]
    [InlineData("4 4 1 4\n", "2 4 1 4\n", "MS0307", 43)]
    public void Read_DamagedText_NamesTheLine(string old, string damaged, string code, int line)
    {
        var text = File.ReadAllText(GmshData.Path("two-tets-41.msh"));
        Assert.Contains(old, text);
        var fault = GmshData.Fault(text.Replace(old, damaged, StringComparison.Ordinal).Replace("$EndKnots", "$EndNodes", StringComparison.Ordinal).Replace("$EndNodes", damaged == "$Knots" ? "$EndKnots" : "$EndNodes", StringComparison.Ordinal));
        Assert.Equal(code, fault.Code);
        if (line > 0) Assert.Equal(line, fault.Location!.Value.Line);
    }

    [Theory]
    [InlineData("two-tets-22.msh")]
    [InlineData("two-tets-41.msh")]
    public void Read_FileCutAnywhere_IsRefusedWithItsPlace(string name)
    {
        var text = File.ReadAllText(GmshData.Path(name)).TrimEnd();
        for (int length = 0; length < text.Length; length++)
        {
            var fault = GmshData.Fault(text[..length]);
            Assert.Contains(fault.Code, new[] { "MS0305", "MS0306", "MS0307" });
            Assert.NotNull(fault.Location);
        }
    }

    [Fact]
    public void Read_BinaryFileCutAnywhere_IsRefused()
    {
        string path = GmshData.Temporary();
        GmshFile.Write(GmshFile.Read(GmshData.Path("two-tets-41.msh")), path);
        var bytes = File.ReadAllBytes(path);
        for (int length = 0; length < bytes.Length - 1; length += 3)
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Contains(Assert.Throws<InputException>(() => GmshFile.Read(path)).Diagnostics[0].Code, new[] { "MS0305", "MS0306", "MS0307" });
        }
        File.Delete(path);
    }

    [Fact]
    public void Read_SurfaceMesh_SaysThatThereAreNoTets()
    {
        var lines = File.ReadAllText(GmshData.Path("two-tets-41.msh"));
        int from = lines.IndexOf("3 1 4 1", StringComparison.Ordinal), to = lines.IndexOf("$EndElements", StringComparison.Ordinal);
        Assert.Equal("MS0310", GmshData.Fault(lines.Remove(from, to - from).Replace("4 4 1 4\n", "2 2 1 2\n", StringComparison.Ordinal)).Code);
    }

    [Fact]
    public void Read_NoFile_NamesTheParts()
    {
        var fault = Assert.Throws<InputException>(() => GmshFile.Read("nowhere.msh")).Diagnostics[0];
        Assert.Equal("MS0304", fault.Code);
        Assert.Contains("nowhere_1.msh", fault.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void Read_BadScale_IsRefused(double scale) =>
        Assert.Equal("MS0314", Assert.Throws<InputException>(() => GmshFile.Read(GmshData.Path("two-tets-41.msh"), scale)).Diagnostics[0].Code);
}
