using Multiscale.Core;
using Multiscale.Formats;

namespace Multiscale.UnitTests;

public sealed class VesselCsvTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vessels").FullName;

    [Fact]
    public void Read_PairOfTables_BuildsTheGraph()
    {
        var graph = VesselCsv.Read(Write("n.csv", ",x,y,z,diameter\n0,0,0,0,4\n1,3,4,0,6\n"), Write("e.csv", "start_node,end_node,type,section_id,segment_id\n0,1,2,7,3.0\n"));
        Assert.Equal(2.5, graph.Radii[0]);
        Assert.Equal(5, graph.Lengths[0]);
        Assert.Equal((2, 7, 3), (graph.Types[0], graph.SectionIds[0], graph.SegmentIds[0]));
    }

    [Fact]
    public void Read_LengthAndRadiusGiven_TakesThem()
    {
        var graph = VesselCsv.Read(Write("n.csv", "x,y,z,diameter\n0,0,0,4\n3,4,0,6\n"), Write("e.csv", "start_node,end_node,length,radius\n0,1,5.5,2.2\n"));
        Assert.Equal((5.5, 2.2), (graph.Lengths[0], graph.Radii[0]));
    }

    [Theory]
    [InlineData("x,y,z\n0,0,0\n", "start_node,end_node\n", "MS0641", 1)]
    [InlineData("x,y,z,diameter\n0,0,zero,1\n", "start_node,end_node\n", "MS0641", 2)]
    [InlineData("x,y,z,diameter\n0,0,0,1\n1,0,0\n", "start_node,end_node\n", "MS0641", 3)]
    [InlineData("x,y,z,diameter\n0,0,0,1\n1,0,0,1\n", "start_node,end_node\n0,1.5\n", "MS0641", 2)]
    [InlineData("x,y,z,diameter\n0,0,0,1\n1,0,0,1\n", "start_node,end_node,radius\n0,1,-1\n", "MS0641", 2)]
    public void Read_BadTable_NamesTheLine(string nodes, string edges, string code, int line)
    {
        var fault = Assert.Throws<InputException>(() => VesselCsv.Read(Write("n.csv", nodes), Write("e.csv", edges))).Diagnostics[0];
        Assert.Equal(code, fault.Code);
        Assert.Equal(line, fault.Location!.Value.Line);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
