using System.Xml.Linq;
using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.UnitTests;

public sealed class FieldFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("multiscale-xdmf-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);

    private static SimTime Ms(double t) => SimTime.FromMilliseconds(t);

    /// <summary>Checks that the XML is well formed and that every dataset it names has the dimensions and the type it states; returns the document.</summary>
    private static XDocument Verified(string xdmf)
    {
        var document = XDocument.Load(xdmf);
        Assert.Equal("3.0", document.Root!.Attribute("Version")!.Value);
        var items = document.Descendants("DataItem").ToArray();
        foreach (var item in items)
        {
            var parts = item.Value.Trim().Split(':');
            using var file = Hdf5File.Open(Path.Combine(Path.GetDirectoryName(xdmf)!, parts[0]));
            Assert.Equal(item.Attribute("Dimensions")!.Value.Split(' ').Select(long.Parse), file.Shape(parts[1]));
            Assert.Equal(item.Attribute("NumberType")!.Value == "Int", file.HoldsIntegers(parts[1]));
        }
        return document;
    }

    [Fact]
    public void Write_TetFieldsOverTime_EveryDatasetIsThere()
    {
        var mesh = BoxMesh.Create(new(0, 0, 0), new(10, 20, 30), 2, 2, 1);
        var k = new double[mesh.Count];
        using (var fields = FieldFile.Create(At("tissue.xdmf"), mesh))
            for (int step = 0; step < 3; step++)
            {
                Array.Fill(k, 3 + step);
                fields.Begin(Ms(0.625 * step));
                fields.Write("k", "mM", k);
                fields.Write("a<b & c", "1", k);
                fields.End();
            }
        var document = Verified(At("tissue.xdmf"));
        var grids = document.Descendants("Grid").Where(g => g.Attribute("GridType")!.Value == "Uniform").ToArray();
        Assert.Equal(["0", "0.625", "1.25"], grids.Select(g => g.Element("Time")!.Attribute("Value")!.Value));
        Assert.Equal("Temporal", grids[0].Parent!.Attribute("CollectionType")!.Value);
        Assert.Equal(["k", "a<b & c"], grids[2].Elements("Attribute").Select(a => a.Attribute("Name")!.Value));
        using var file = Hdf5File.Open(At("tissue.h5"));
        Assert.All(file.Read<double>("/fields/k/000002"), v => Assert.Equal(5, v));
        Assert.Equal(mesh.Tets, file.Read<int>("/geometry/topology"));
    }

    [Fact]
    public void Write_VesselFields_ArePolylines()
    {
        var vessels = VesselGraph.FromNodes([new(0, 0, 0), new(10, 0, 0), new(10, 20, 0)], [4, 4, 4], [0, 1], [1, 2]);
        using (var fields = FieldFile.Create(At("vessels.xdmf"), vessels))
        {
            fields.Begin(Ms(5));
            fields.Write("flow", "um^3/s", [1, 2]);
            fields.End();
        }
        var topology = Verified(At("vessels.xdmf")).Descendants("Topology").Single();
        Assert.Equal(("Polyline", "2", "2"), (topology.Attribute("TopologyType")!.Value, topology.Attribute("NumberOfElements")!.Value, topology.Attribute("NodesPerElement")!.Value));
    }

    [Fact]
    public void Write_RunThatCrashed_PairShowsTheStepsThatEnded()
    {
        var mesh = BoxMesh.Create(new(0, 0, 0), new(1, 1, 1), 1, 1, 1);
        using var fields = FieldFile.Create(At("f.xdmf"), mesh);
        fields.Begin(Ms(1));
        fields.Write("k", "mM", new double[mesh.Count]);
        fields.End();
        fields.Begin(Ms(2));
        fields.Write("k", "mM", new double[mesh.Count]);
        string crashed = Directory.CreateDirectory(At("crashed")).FullName;
        foreach (string name in new[] { "f.xdmf", "f.h5" }) File.Copy(At(name), Path.Combine(crashed, name));
        Assert.Equal("1", Assert.Single(Verified(Path.Combine(crashed, "f.xdmf")).Descendants("Time")).Attribute("Value")!.Value);
    }

    [Fact]
    public void Begin_TimeThatDoesNotAscend_IsRefused()
    {
        using var fields = FieldFile.Create(At("f.xdmf"), BoxMesh.Create(new(0, 0, 0), new(1, 1, 1), 1, 1, 1));
        fields.Begin(Ms(1));
        Assert.Throws<ArgumentException>(() => fields.Write("k", "mM", [1]));
        fields.End();
        Assert.Throws<ArgumentException>(() => fields.Begin(Ms(1)));
    }
}
