using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.UnitTests;

public sealed class SwcFileTests
{
    [Fact]
    public void Parse_OnePointSoma_IsCylinderOfSphereArea()
    {
        var m = SwcFile.Parse("cell.swc", ["1 1 1 2 3 5 -1", "2 3 10 2 3 1 1", "3 3 30 2 3 1 2"]);
        Assert.Equal(2, m.Sections.Count);
        Assert.Equal(10, m.Sections[0].Length, 1e-12);
        Assert.Equal((0, 0.5), (m.Sections[1].Parent, m.Sections[1].ParentPosition));
        Assert.Equal(20, m.Sections[1].Length, 1e-12); // starts at its own first sample
        Assert.Equal(Math.PI * 100, new Discretization(m, _ => 1).Area[0], 1e-9);
    }

    [Fact]
    public void Parse_ThreePointSoma_IsCylinderThroughCentre()
    {
        var m = SwcFile.Parse("cell.swc", ["1 1 0 0 0 8 -1", "2 1 0 -8 0 8 1", "3 1 0 8 0 8 1", "4 2 9 0 0 1 1", "5 2 20 0 0 1 4"]);
        Assert.Equal(2, m.Sections.Count);
        Assert.Equal([-8, 0, 8], m.Sections[0].Points.Select(p => p.Position.Y));
        Assert.Equal(SectionType.Axon, m.Sections[1].Type);
    }

    [Fact]
    public void Parse_SomaAsContourOfSamples_IsStackOfFrusta()
    {
        var m = SwcFile.Parse("cell.swc", ["1 1 0 0 0 2 -1", "2 1 0 4 0 5 1", "3 1 0 8 0 2 2", "4 3 6 4 0 1 2", "5 3 20 4 0 1 4"]);
        Assert.Equal(2, m.Sections.Count);
        Assert.Equal(8, m.Sections[0].Length, 1e-12);
        Assert.Equal(Math.PI * 2 * (2 + 5) * 5, new Discretization(m, _ => 1).Area[0], 1e-9); // two frusta of slant 5
    }

    [Fact]
    public void Parse_MixedTypes_OrdersSomaAxonBasalApical()
    {
        var m = SwcFile.Parse("cell.swc", ["1 1 0 0 0 5 -1", "2 4 0 9 0 1 1", "3 4 0 20 0 1 2", "4 3 0 -9 0 1 1", "5 3 0 -20 0 1 4", "6 2 9 0 0 1 1", "7 2 20 0 0 1 6"]);
        Assert.Equal([SectionType.Soma, SectionType.Axon, SectionType.BasalDendrite, SectionType.ApicalDendrite], m.Sections.Select(s => s.Type));
    }

    [Theory]
    [InlineData("MS0202", 2, "1 1 0 0 0 5 -1", "2 3 abc")]
    [InlineData("MS0203", 2, "1 1 0 0 0 5 -1", "2 3 NaN 0 0 1 1")]
    [InlineData("MS0204", 2, "1 1 0 0 0 5 -1", "2 3 1 0 0 -1 1")]
    [InlineData("MS0205", 2, "1 1 0 0 0 5 -1", "1 3 1 0 0 1 1")]
    [InlineData("MS0206", 2, "1 1 0 0 0 5 -1", "2 3 1 0 0 1 -1")]
    [InlineData("MS0206", 2, "1 1 0 0 0 5 -1", "2 3 1 0 0 1 3", "3 3 2 0 0 1 2")]
    [InlineData("MS0207", 2, "1 1 0 0 0 5 -1", "2 3 1 0 0 1 9")]
    public void Parse_Fault_IsLocated(string code, int line, params string[] lines)
    {
        var fault = Assert.Throws<InputException>(() => SwcFile.Parse("cell.swc", lines)).Diagnostics[0];
        Assert.Equal((code, line), (fault.Code, fault.Location!.Value.Line));
    }
}
