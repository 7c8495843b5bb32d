using System.Text.Json;
using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.NumericsTests;

/// <summary>The discretisation that NEURON 8.2.2 made of a branched SWC file with 79 sections and 427 compartments.</summary>
public sealed class SwcDiscretizationTests
{
    // NEURON keeps 3-d points in single precision, 6e-8 relative per coordinate; the largest difference seen is 3.4e-7, in a short piece.
    private const double Relative = 1e-6;

    private static readonly string Folder = Repository.Path("configs", "verification", "d_swc_tree");

    [Fact]
    public void Read_CraftedTree_SameCompartmentsAsNeuron()
    {
        var morphology = SwcFile.Read(Path.Combine(Folder, "d_swc_tree.swc"));
        var cut = Discretization.OddByLength(morphology, 20);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "d_swc_tree.json")));
        var sections = json.RootElement.GetProperty("info").GetProperty("sections");
        Assert.Equal(79, morphology.Sections.Count);
        Assert.Equal(427, cut.Count);
        foreach (var expected in sections.EnumerateArray())
        {
            int s = expected.GetProperty("i").GetInt32();
            var section = morphology.Sections[s];
            Assert.Equal(expected.GetProperty("parent").ValueKind == JsonValueKind.Null ? -1 : expected.GetProperty("parent").GetInt32(), section.Parent);
            if (section.Parent >= 0) Assert.Equal(expected.GetProperty("parent_x").GetDouble(), section.ParentPosition);
            Close(expected.GetProperty("L_um").GetDouble(), section.Length);
            Assert.Equal(expected.GetProperty("nseg").GetInt32(), cut.CountOf(s));
            for (int k = 0; k < cut.CountOf(s); k++)
            {
                int c = cut.FirstOf(s) + k;
                Close(expected.GetProperty("diam_um")[k].GetDouble(), cut.Diameter[c]);
                Close(expected.GetProperty("area_um2")[k].GetDouble(), cut.Area[c]);
                double toParent = cut.LeftResistance[c] + (k > 0 ? cut.RightResistance[c - 1] : 0);
                Close(expected.GetProperty("ri_Mohm")[k].GetDouble(), 0.01 * expected.GetProperty("Ra_ohmcm").GetDouble() * toParent);
                Assert.Equal(toParent, cut.ResistanceToParent[cut.NodeOf(c)]);
            }
        }
    }

    [Fact]
    public void Polylines_CraftedTree_CoverEverySectionOnce()
    {
        var cut = Discretization.OddByLength(SwcFile.Read(Path.Combine(Folder, "d_swc_tree.swc")), 20);
        for (int c = 0; c < cut.Count; c++)
        {
            double length = 0;
            var line = cut.Polylines[c];
            for (int i = 1; i < line.Length; i++) length += Point3.Distance(line[i - 1].Position, line[i].Position);
            Close(cut.Length[c], length);
            if (c > 0 && cut.SectionOf[c] == cut.SectionOf[c - 1]) Assert.True(Point3.Distance(cut.Polylines[c - 1][^1].Position, line[0].Position) < 1e-12);
        }
    }

    private static void Close(double expected, double actual) => Assert.Equal(expected, actual, Relative * Math.Abs(expected));
}
