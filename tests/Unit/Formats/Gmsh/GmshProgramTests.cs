using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.UnitTests;

/// <summary>Files as the gmsh program writes them (skipped where it is not installed), and the walk through its meshes.</summary>
public sealed class GmshProgramTests
{
    private const string TwoBoxes = """
        SetFactory("OpenCASCADE");
        Box(1) = {0, 0, 0, 2, 1, 1};
        Box(2) = {2, 0, 0, 1, 1, 1};
        Coherence;
        Physical Volume("left") = {1};
        Physical Volume("right") = {2};
        Physical Volume("all") = {1, 2};
        Physical Surface("end") = {1};
        Mesh.MeshSizeMin = 0.6;
        Mesh.MeshSizeMax = 0.6;
        """;

    private static TetMesh Read(string path)
    {
        var mesh = GmshFile.Read(path);
        Directory.Delete(Path.GetDirectoryName(path)!, true);
        return mesh;
    }

    private static double Volume(TetMesh mesh, string group) => mesh.Groups.Single(g => g.Name == group && g.Dimension == 3).Members.Sum(t => mesh.Volumes[t]);

    private static void AssertTwoBoxes(TetMesh mesh)
    {
        // Exact box volumes; coordinates are rounded to 1e-15.
        Assert.Equal(2, Volume(mesh, "left"), 1e-12);
        Assert.Equal(1, Volume(mesh, "right"), 1e-12);
        Assert.Equal(3, Volume(mesh, "all"), 1e-12);
        var end = mesh.Groups.Single(g => g.Dimension == 2);
        Assert.Equal("end", end.Name);
        Assert.All(end.Members, face => Assert.All(mesh.Triangles[(3 * face)..(3 * face + 3)], v => Assert.Equal(0, mesh.Vertices[v].X)));
        Assert.Equal(0, mesh.Inverted);
    }

    [Theory]
    [InlineData("msh22", false)]
    [InlineData("msh22", true)]
    [InlineData("msh41", false)]
    [InlineData("msh41", true)]
    public void Read_GmshOutput_GivesVolumesAndGroups(string format, bool binary)
    {
        var mesh = Read(GmshData.Gmsh(TwoBoxes, binary ? ["-format", format, "-bin"] : ["-format", format]));
        AssertTwoBoxes(mesh);
        Assert.Null(mesh.Partition);
    }

    [Theory]
    [InlineData("msh22", "")]
    [InlineData("msh22", "-part_split")]
    [InlineData("msh22", "-part_split -part_ghosts")]
    [InlineData("msh41", "")]
    [InlineData("msh41", "-bin")]
    [InlineData("msh41", "-part_ghosts")]
    [InlineData("msh41", "-part_split")]
    [InlineData("msh41", "-part_split -bin")]
    [InlineData("msh41", "-part_split -part_ghosts")]
    [InlineData("msh41", "-part_split -part_ghosts -bin")]
    public void Read_GmshPartitions_GivesThreePartsOfAboutEqualSize(string format, string options)
    {
        var mesh = Read(GmshData.Gmsh(TwoBoxes, ["-part", "3", "-format", format, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));
        AssertTwoBoxes(mesh);
        var counts = mesh.Partition!.CountBy(part => part).ToDictionary();
        Assert.Equal([0, 1, 2], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 0.2 * mesh.Count, 0.5 * mesh.Count));
        Assert.Same(mesh.Partition, MeshPartition.Create(mesh, 3, 0, new MetisPartitioner()).Parts);
    }

    [Theory]
    [InlineData(GmshFormat.Binary41)]
    [InlineData(GmshFormat.Text41)]
    [InlineData(GmshFormat.Binary22)]
    [InlineData(GmshFormat.Text22)]
    public void Write_Mesh_IsReadBackByGmshItself(GmshFormat format)
    {
        string path = GmshData.Gmsh(TwoBoxes);
        var mesh = GmshFile.Read(path);
        string folder = Path.GetDirectoryName(path)!;
        GmshFile.Write(mesh, Path.Combine(folder, "ours.msh"), format);
        File.Delete(path);
        var again = Read(GmshData.Rewrite(Path.Combine(folder, "ours.msh")));
        AssertTwoBoxes(again);
        Assert.Equal(mesh.Count, again.Count);
    }

    [Fact]
    public void Walk_GmshMeshOfASphere_MatchesBruteForceClipping()
    {
        var mesh = Read(GmshData.Gmsh("SetFactory(\"OpenCASCADE\"); Sphere(1) = {0, 0, 0, 5}; Physical Volume(\"ball\") = {1}; Mesh.MeshSizeMax = 2; Mesh.MeshSizeMin = 2;"));
        var walk = new SegmentWalk(new TetLocator(mesh));
        var pieces = new PieceList();
        for (ulong s = 0; s < 200; s++)
        {
            Point3 a = JitteredMesh.Point(61, 2 * s, -5, 5), b = JitteredMesh.Point(61, 2 * s + 1, -5, 5);
            var expected = BruteForceClipping.Shares(mesh, a, b);
            pieces.Clear();
            walk.Walk(a, b, pieces);
            Assert.Equal(1, pieces.Outside + pieces.Shares.ToArray().Sum(), 1e-12);
            for (int i = 0; i < pieces.Count; i++) expected[pieces.Tets[i]] -= pieces.Shares[i];
            // Slivers turn rounding of 1e-16 into 1e-12.
            Assert.InRange(expected.Max(Math.Abs), 0, 1e-11);
        }
    }
}
