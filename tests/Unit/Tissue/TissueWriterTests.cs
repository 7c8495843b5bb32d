using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;
using Multiscale.Tissue;

namespace Multiscale.UnitTests;

public sealed class TissueWriterTests : IDisposable
{
    private static readonly TissueBlock Block = TissueGenerator.Generate(new TissueOptions { Size = 120, Seed = 3 });
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"multiscale-tissue-{Guid.NewGuid():n}");

    public void Dispose()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private string Write(string name = "a")
    {
        string target = Path.Combine(folder, name);
        TissueWriter.Write(Block, target, "tissue");
        return target;
    }

    [Fact]
    public void Write_SameBlock_SameBytes()
    {
        string a = Write("a"), b = Write("b");
        var files = Directory.GetFiles(a, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(a, f)).Order().ToArray();
        Assert.Equal(28, files.Length);
        Assert.All(files, f => Assert.Equal(SHA256.HashData(File.ReadAllBytes(Path.Combine(a, f))), SHA256.HashData(File.ReadAllBytes(Path.Combine(b, f)))));
        Assert.True(files.Sum(f => new FileInfo(Path.Combine(a, f)).Length) < 2_000_000);
    }

    [Fact]
    public void Write_FolderWithACase_IsRefused()
    {
        string a = Write();
        Assert.Equal("MS0807", Assert.Throws<InputException>(() => TissueWriter.Write(Block, a)).Diagnostics[0].Code);
    }

    [Fact]
    public void Write_Vessels_ReadBackExactly()
    {
        var read = VasculatureFile.Read(Path.Combine(Write(), "vasculature.h5"));
        var graph = Block.Vessels.Graph;
        Assert.Equal(graph.Positions, read.Positions);
        Assert.Equal(graph.Diameters, read.Diameters);
        Assert.Equal(graph.Start, read.Start);
        Assert.Equal(graph.End, read.End);
        Assert.Equal(graph.Types, read.Types);
        Assert.Equal(graph.Radii, read.Radii);
    }

    [Fact]
    public void Write_Mesh_FillsTheBoxAndNamesTheTissue()
    {
        string target = Path.Combine(folder, "a");
        var summary = TissueWriter.Write(Block, target);
        var mesh = GmshFile.Read(Path.Combine(target, "tissue.msh"));
        Assert.Equal(mesh.Count, summary.Tets);
        // The box is the cube itself, since every point lies inside; sums of volumes round to 1e-15 of the total.
        Assert.Equal(120.0 * 120 * 120, mesh.TotalVolume, 1e-4);
        var tissue = Assert.Single(mesh.Groups, g => g.Dimension == 3);
        Assert.Equal("tissue", tissue.Name);
        Assert.Equal(mesh.Count, tissue.Members.Length);
        // Tetrahedra of 16 um: six in 16^3 um^3, within a quarter.
        Assert.InRange(mesh.Count, 0.75 * 6 * Math.Pow(120 / 16.0, 3), 1.25 * 6 * Math.Pow(120 / 16.0, 3));
    }

    [Fact]
    public void Write_Nodes_ReadBackExactly()
    {
        string a = Write();
        var nodes = Assert.Single(NodePopulation.Read(Path.Combine(a, "network/nodes.h5"), Path.Combine(a, "network/node_types.csv")));
        Assert.Equal("cortex", nodes.Name);
        Assert.Equal(Block.Cells.Select(c => c.Position), nodes.Positions);
        // Reading scales quaternions to length one, which moves the last bit.
        Assert.All(Block.Cells.Zip(nodes.Orientations), c => Assert.True((c.First.Place(new Point3(1, 2, 3)) - c.First.Position - c.Second.Rotate(new Point3(1, 2, 3))).Length < 1e-14));
        Assert.Equal(Block.Cells.Select(c => Block.Shapes[c.Shape].Morphology.Name), nodes.Attributes.Texts("morphology"));
        Assert.All(nodes.Attributes.Texts("model_template")!, t => Assert.Equal("ms:cortical", t));
        Assert.Equal(Block.Cells.Select(c => c.Excitatory ? "EXC" : "INH"), nodes.Attributes.Texts("synapse_class"));
    }

    [Fact]
    public void Write_Edges_ReadBackExactly()
    {
        string a = Write();
        var edges = Assert.Single(EdgePopulation.Read(Path.Combine(a, "network/edges.h5"), Path.Combine(a, "network/edge_types.csv")));
        Assert.Equal(("cortex", "cortex"), (edges.Source, edges.Target));
        Assert.Equal(Block.Synapses.Select(s => (long)s.Source), edges.SourceIds);
        Assert.Equal(Block.Synapses.Select(s => (long)s.Target), edges.TargetIds);
        Assert.Equal(Block.Synapses.Select(s => s.Delay), edges.Delays);
        Assert.Equal(Block.Synapses.Select(s => s.Weight), edges.Weights);
        Assert.Equal(Block.Synapses.Select(s => (double)s.Section), edges.SectionIds);
        Assert.Equal(Block.Synapses.Select(s => s.SectionPosition), edges.SectionPositions);
        Assert.Equal(Block.Synapses.Select(s => Block.Cells[s.Source].Excitatory ? "excitatory.json" : "inhibitory.json"), edges.Attributes.Texts("dynamics_params"));
    }

    [Fact]
    public void Write_NodeSets_NameTheStimulatedCells()
    {
        var sets = JsonNode.Parse(File.ReadAllText(Path.Combine(Write(), "node_sets.json")))!;
        Assert.Equal(["All", "Excitatory", "Inhibitory", "Stimulated"], sets.AsObject().Select(s => s.Key));
        Assert.Equal(Block.Stimulated, sets["Stimulated"]!["node_id"]!.AsArray().Select(n => n!.GetValue<int>()));
    }

    [Fact]
    public void Write_Circuit_IsReadWithItsNodeSets()
    {
        string a = Write();
        var circuit = Circuit.Read(Path.Combine(a, "circuit_config.json"));
        Assert.Equal(Block.Cells.Count, circuit.Population("cortex").Count);
        Assert.Equal(Block.Synapses.Count, circuit.EdgesNamed("cortex_cortex").Count);
        Assert.True(File.Exists(Path.Combine(circuit.Components["synaptic_models_dir"], "excitatory.json")));
        var sets = new NodeSets(circuit, Path.Combine(a, "node_sets.json"));
        Assert.Equal(Block.Cells.Count, sets.Resolve("All", "cortex").Length);
        Assert.Equal(Enumerable.Range(0, Block.Cells.Count).Where(i => Block.Cells[i].Excitatory).Select(i => (long)i), sets.Resolve("Excitatory", "cortex"));
        Assert.Equal(Enumerable.Range(0, Block.Cells.Count).Where(i => !Block.Cells[i].Excitatory).Select(i => (long)i), sets.Resolve("Inhibitory", "cortex"));
        Assert.Equal(Block.Stimulated.Select(i => (long)i), sets.Resolve("Stimulated", "cortex"));
    }

    [Fact]
    public void Write_SimulationConfig_ReadsBack()
    {
        var config = SimulationConfig.Read(Path.Combine(Write(), "simulation_config.json"));
        Assert.Equal((3000, 0.025), (config.Stop, config.Step));
        Assert.Equal("Excitatory", Assert.IsType<CurrentClampInput>(Assert.Single(config.Inputs)).NodeSet);
    }

    [Fact]
    public void Write_Morphologies_ReadBackToFourDecimals()
    {
        string a = Write();
        foreach (var shape in Block.Shapes)
        {
            var read = SwcFile.Read(Path.Combine(a, "morphologies", shape.Morphology.Name + ".swc"));
            Assert.Equal(shape.Morphology.Sections.Select(s => (s.Index, s.Type, s.Parent, s.ParentPosition, s.Points.Length)), read.Sections.Select(s => (s.Index, s.Type, s.Parent, s.ParentPosition, s.Points.Length)));
            foreach (var (before, after) in shape.Morphology.Sections.Zip(read.Sections))
                foreach (var (p, q) in before.Points.Zip(after.Points))
                {
                    // Coordinates and radii are written to 1e-4 um: half of that off in each, the radius doubled.
                    Assert.True(Point3.Distance(p.Position, q.Position) < 1e-4);
                    Assert.Equal(p.Diameter, q.Diameter, 1.01e-4);
                }
            Assert.Equal(shape.Compartments, Discretization.ByLength(read, 20).Count);
        }
    }

    [Fact]
    public void TissueExtent_OfTheWrittenCase_IsTheBoxOfTheBlock()
    {
        string a = Write();
        var expected = TissueBox.Around(Block.Points());
        var box = TissueExtent.Of(Path.Combine(a, "circuit_config.json"), Path.Combine(a, "vasculature.h5"));
        Assert.True(Point3.Distance(expected.Low, box.Low) < 1e-3 && Point3.Distance(expected.High, box.High) < 1e-3);
        Assert.All(Block.Points(), p => Assert.True(box.Contains(p)));
        Assert.Equal("MS0805", Assert.Throws<InputException>(() => TissueExtent.Of(null, null)).Diagnostics[0].Code);
    }

    [Fact]
    public void Mesh_WithoutGmsh_CutsTheBoxIntoCubes()
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, "grid.msh");
        var box = new TissueBox(new Point3(-10, 0, 5), new Point3(40, 30, 25));
        var made = TissueMesher.Mesh(box, 10, Path.Combine(folder, "grid.geo"), path, program: "gmsh-that-is-not-there");
        Assert.Equal(new TissueMesh(6 * 5 * 3 * 2, ByGmsh: false), made);
        var mesh = GmshFile.Read(path);
        Assert.Equal(50.0 * 30 * 20, mesh.TotalVolume, 1e-8);
        Assert.Equal(mesh.Count, Assert.Single(mesh.Groups, g => g.Name == "tissue").Members.Length);
        Assert.Equal(4 * (5 * 3 + 5 * 2 + 3 * 2), Assert.Single(mesh.Groups, g => g.Name == "boundary").Members.Length);
    }
}
