using Multiscale.Core;
using Multiscale.Formats;

namespace Multiscale.UnitTests;

/// <summary>AIBS's own example circuits; the expected counts are those of the files, read with h5py.</summary>
public sealed class SonataExampleTests
{
    private static string Path(string name) => ThirdPartyData.Require(System.IO.Path.Combine("sonata", name));

    [Fact]
    public void Read_300Intfire_HasItsPopulationsAndCounts()
    {
        var circuit = Circuit.Read(Path("300_intfire/config.json"));
        Assert.Equal([("v1", 300), ("lgn", 90), ("tw", 30)], circuit.Nodes.Select(p => (p.Name, p.Count)));
        Assert.Equal([("v1_to_v1", "v1", "v1", 61560), ("lgn_to_v1", "lgn", "v1", 17160), ("tw_to_v1", "tw", "v1", 9000)],
            circuit.Edges.Select(p => (p.Name, p.Source, p.Target, p.Count)));
        Assert.Equal("nrn:IntFire1", circuit.Population("v1").Attributes.Texts("model_template")![299]);
        Assert.Equal(["e", "i"], circuit.Population("v1").Attributes.Texts("ei")!.Distinct());
        Assert.Equal(52.39751562, circuit.Population("lgn").Positions[0].X, 1e-8);
        Assert.True(File.Exists(System.IO.Path.Combine(circuit.Components["point_neuron_models_dir"], "IntFire1_exc_1.json")));
        Assert.Equal("MS0734", Assert.Throws<InputException>(() => circuit.Population("V1")).Diagnostics[0].Code);
    }

    [Fact]
    public void Read_300IntfireEdges_AttributesAndIndexAgreeWithAScan()
    {
        var edges = Circuit.Read(Path("300_intfire/circuit_config.json")).EdgesNamed("v1_to_v1");
        Assert.All(edges.Delays!, d => Assert.Equal(2, d));
        Assert.Equal(10, edges.SynapseCounts[0]);
        Assert.Contains(edges.Types[edges.TypeIds[0], "dynamics_params"], new[] { "instanteneousExc.json", "instanteneousInh.json" });
        var scan = EdgeIndex.Build(edges.TargetIds);
        Assert.Equal(0, edges.Onto(0).Length); // node 0 receives nothing here
        for (int n = 0; n < 300; n++) Assert.Equal(scan.Of(n).ToArray(), edges.Onto(n).ToArray());
        Assert.Equal(205, edges.From(0).ToArray().Sum(r => r.Count));
    }

    [Fact]
    public void Read_9Cells_SectionsWeightsAndMorphologies()
    {
        var circuit = Circuit.Read(Path("9_cells/circuit_config.json"));
        Assert.Equal([("cortex", 9), ("excvirt", 10), ("inhvirt", 10)], circuit.Nodes.Select(p => (p.Name, p.Count)));
        var edges = circuit.EdgesNamed("excvirt_to_cortex");
        Assert.Equal(659, edges.Count);
        Assert.Equal([83.0, 6, 70], edges.SectionIds![..3]);
        Assert.Equal(0.5, edges.SectionPositions![0]);
        Assert.Equal(0.00034, edges.Weights![0], 1e-12);
        Assert.Equal(2, edges.Delays![658]);
        Assert.Equal("Exp2Syn", edges.Attributes.Texts("model_template")![0]);
        var cortex = circuit.Population("cortex");
        Assert.Equal("Scnn1a_473845048_m", cortex.Attributes.Texts("morphology")![0]);
        Assert.Null(cortex.Attributes.Texts("dynamics_params")![0]); // NONE
        Assert.Equal([0.0, 1, 2], cortex.Positions[..3].Select(p => p.X));
        Assert.True(File.Exists(System.IO.Path.Combine(circuit.Components["morphologies_dir"], cortex.Attributes.Texts("morphology")![0] + ".swc")));
    }

    [Fact]
    public void Resolve_NodeSetsOfTheExamples_GiveTheirNodes()
    {
        var cells = Circuit.Read(Path("9_cells/circuit_config.json"));
        var sets = new NodeSets(cells, Path("9_cells/node_sets.json"));
        var biophysical = Assert.Single(sets.Resolve("biophys_cells"));
        Assert.Equal(("cortex", 9), (biophysical.Population.Name, biophysical.Ids.Length));
        Assert.Equal(["excvirt", "inhvirt"], sets.Resolve("virtual_cells").Select(s => s.Population.Name));
        var intfire = new NodeSets(Circuit.Read(Path("300_intfire/circuit_config.json")), Path("300_intfire/node_sets.json"));
        Assert.Equal(90, intfire.Resolve("LGN", "lgn").Length);
        Assert.Equal(90, intfire.Resolve("lgn", "lgn").Length); // the simulation config says so
        Assert.Equal(240, intfire.Resolve("""{"population": "v1", "ei": "e"}""", "v1").Length);
    }

    [Fact]
    public void Read_SimulationConfigs_RunInputsAndReports()
    {
        var cells = SimulationConfig.Read(Path("9_cells/simulation_config.json"));
        Assert.Equal((3000, 0.1, 20.0, -15.0, 34.0, -80.0), (cells.Stop, cells.Step, cells.CompartmentLength, cells.SpikeThreshold, cells.Celsius, cells.InitialVoltage));
        Assert.Equal(["membrane_potential", "calcium_concentration"], cells.Reports.Select(r => r.Name));
        Assert.Equal("cai", cells.Reports[1].Variable);
        var spikes = Assert.IsType<SpikesInput>(cells.Inputs[0]);
        Assert.Equal(312, SpikesFile.Read(spikes.File, spikes.NodeSet!).Count);
        Assert.True(File.Exists(cells.Network) && File.Exists(cells.NodeSetsFile));
        var intfire = SimulationConfig.Read(Path("300_intfire/config.json"));
        Assert.True(File.Exists(intfire.Network) && intfire.Overwrite == true);
        var lgn = (SpikesInput)intfire.Inputs[0];
        Assert.Equal(2738, SpikesFile.Read(lgn.File, "lgn").Count); // the layout without populations, gids
    }

    [Fact]
    public void Read_ExpectedSpikes_StringSorting()
    {
        var spikes = Assert.Single(SpikesFile.Read(Path("300_intfire/output/spikes.h5")));
        Assert.Equal(("v1", 4322, SpikeSorting.ByTime), (spikes.Population, spikes.Count, spikes.Sorting));
        Assert.Equal(78, SpikesFile.Read(Path("9_cells/output/spikes.h5"), "cortex").Count);
    }

    [Fact]
    public void Read_EdgeIndexExample_IndexAgreesWithAScan()
    {
        var edges = Assert.Single(EdgePopulation.Read(Path("edges/edge_index_example.h5"), null));
        Assert.Equal(33, edges.Count);
        // This file has one range for each pair of nodes; the scan joins neighbouring ones.
        var (bySource, byTarget) = (EdgeIndex.Build(edges.SourceIds), EdgeIndex.Build(edges.TargetIds));
        for (int n = 0; n < 5; n++)
        {
            Assert.Equal(Edges(bySource.Of(n)), Edges(edges.From(n)));
            Assert.Equal(Edges(byTarget.Of(n)), Edges(edges.Onto(n)));
        }
    }

    private static IEnumerable<long> Edges(ReadOnlySpan<EdgeRange> ranges)
    {
        var ids = new List<long>();
        foreach (var range in ranges)
            for (long e = range.First; e < range.End; e++) ids.Add(e);
        return ids.Order();
    }

    [Fact]
    public void Write_300IntfireAgain_ReadsBackEqual()
    {
        string folder = Directory.CreateTempSubdirectory("multiscale-sonata-").FullName;
        try
        {
            var circuit = Circuit.Read(Path("300_intfire/circuit_config.json"));
            var again = Circuit.Read(CircuitFolder.Write(folder, circuit));
            Assert.Equal(circuit.Nodes.Select(p => p.Name), again.Nodes.Select(p => p.Name));
            foreach (var edges in circuit.Edges)
            {
                var copy = again.EdgesNamed(edges.Name);
                Assert.Equal(edges.SourceIds, copy.SourceIds);
                Assert.Equal(edges.TargetIds, copy.TargetIds);
                Assert.Equal(edges.SynapseCounts, copy.SynapseCounts);
                Assert.Equal(edges.Weights, copy.Weights);
                Assert.Equal(edges.Attributes.Texts("target_query"), copy.Attributes.Texts("target_query"));
            }
            Assert.Equal(circuit.Population("lgn").Positions, again.Population("lgn").Positions);
            Assert.Equal(circuit.Components["morphologies_dir"], again.Components["morphologies_dir"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
