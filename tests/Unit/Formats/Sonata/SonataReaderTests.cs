using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.UnitTests;

public sealed class SonataReaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("multiscale-sonata-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);

    private string Text(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    private static Diagnostic Fault(Action action) => Assert.Throws<InputException>(action).Diagnostics[0];

    [Fact]
    public void TypeTable_QuotesSpacesAndNull_AreUnderstood()
    {
        var table = TypeTable.Read(Text("t.csv", "node_type_id  model_type   note\n7 virtual \"say \"\"yes\"\" twice\"\n\n8 NONE NULL\n"), "node_type_id");
        Assert.Equal("say \"yes\" twice", table[7, "note"]);
        Assert.Null(table[8, "model_type"]);
        Assert.Null(table[9, "note"]);
        table.Write(At("u.csv"));
        Assert.Equal("say \"yes\" twice", TypeTable.Read(At("u.csv"), "node_type_id")[7, "note"]);
    }

    [Theory]
    [InlineData("model_type\nvirtual\n", "MS0721", 1, 1)]
    [InlineData("node_type_id a\n1 x\n2 y z\n", "MS0722", 3, 5)]
    [InlineData("node_type_id a\n1 x\n\n1 y\n", "MS0722", 4, 1)]
    [InlineData("a node_type_id\nx one\n", "MS0722", 2, 3)]
    [InlineData("node_type_id a\n1 \"x\n", "MS0722", 2, 3)]
    public void TypeTable_Faults_AreLocated(string text, string code, int line, int column)
    {
        var fault = Fault(() => TypeTable.Read(Text("t.csv", text), "node_type_id"));
        Assert.Equal((code, line, column), (fault.Code, fault.Location!.Value.Line, fault.Location.Value.Column));
    }

    /// <summary>Two groups, an attribute decoded by a library, one that overrides the types, and one that only one group has.</summary>
    private NodePopulation TwoGroups()
    {
        using (var file = Hdf5File.Create(At("nodes.h5")))
        {
            file.Write("/nodes/p/node_type_id", new long[] { 1, 1, 2, 2 });
            file.Write("/nodes/p/node_id", new ulong[] { 10, 11, 12, 20 });
            file.Write("/nodes/p/node_group_id", new[] { 0, 1, 0, 1 });
            file.Write("/nodes/p/node_group_index", new[] { 1, 0, 0, 1 });
            file.Write("/nodes/p/0/x", new[] { 100.0, 200 });
            file.Write("/nodes/p/0/rotation_angle_zaxis", new[] { Math.PI / 2, 0 });
            file.Write("/nodes/p/0/layer", new[] { 4, 5 });
            file.Write("/nodes/p/1/mtype", new uint[] { 1, 0 });
            file.WriteStrings("/nodes/p/1/@library/mtype", ["L4_PC", "L5_PC"]);
            file.Write("/nodes/p/1/orientation", new[] { 0.0, 0, 0, 2, 1, 0, 0, 0 }, 2, 4);
            file.Write("/nodes/p/1/dynamics_params/tau", new[] { 5.5, 6.5 });
            file.Commit();
        }
        return NodePopulation.Read(At("nodes.h5"), Text("types.csv", "node_type_id layer mtype\n1 2 NULL\n2 3 L6_BC\n"))[0];
    }

    [Fact]
    public void Read_TwoGroupsAndTypes_Hdf5WinsOverCsv()
    {
        var nodes = TwoGroups();
        Assert.Equal([200, double.NaN, 100, double.NaN], nodes.Attributes.Numbers("x")!);
        Assert.Equal([5.0, 2, 4, 3], nodes.Attributes.Numbers("layer")!);
        Assert.Equal<string?[]>([null, "L5_PC", "L6_BC", "L4_PC"], nodes.Attributes.Texts("mtype")!);
        Assert.Equal([double.NaN, 5.5, double.NaN, 6.5], nodes.DynamicsParameters.Numbers("tau")!);
        Assert.Null(nodes.Attributes.Numbers("y"));
        Assert.Equal((3, -1), (nodes.IndexOf(20), nodes.IndexOf(13)));
        Assert.Equal("MS0723", Fault(() => nodes.Attributes.Numbers("mtype")).Code);
    }

    [Fact]
    public void Orientations_AnglesAndQuaternions_RotateAlike()
    {
        var nodes = TwoGroups();
        var o = nodes.Orientations;
        Close(new(-2, 1, 3), o[1].Rotate(new Point3(2, -1, 3))); // half a turn about z, from a quaternion of length two
        Close(new(1, 2, 3), o[0].Rotate(new Point3(1, 2, 3)));
        Close(new(-2, 1, 3), o[2].Rotate(new Point3(1, 2, 3))); // a quarter about z, from an angle
        Close(new(1, 2, 3), o[3].Rotate(new Point3(1, 2, 3)));
    }

    [Fact]
    public void FromAngles_AllThree_TurnsAboutXThenYThenZ()
    {
        double a = 0.3, b = -0.7, c = 1.1;
        static Point3 AboutX(Point3 p, double t) => new(p.X, Math.Cos(t) * p.Y - Math.Sin(t) * p.Z, Math.Sin(t) * p.Y + Math.Cos(t) * p.Z);
        static Point3 AboutY(Point3 p, double t) => new(Math.Cos(t) * p.X + Math.Sin(t) * p.Z, p.Y, -Math.Sin(t) * p.X + Math.Cos(t) * p.Z);
        static Point3 AboutZ(Point3 p, double t) => new(Math.Cos(t) * p.X - Math.Sin(t) * p.Y, Math.Sin(t) * p.X + Math.Cos(t) * p.Y, p.Z);
        var p = new Point3(1, 2, 3);
        Close(AboutZ(AboutY(AboutX(p, a), b), c), Orientation.FromAngles(a, b, c).Rotate(p));
    }

    // Rounding of a few products of numbers of order one.
    private static void Close(Point3 expected, Point3 actual) => Assert.True(Point3.Distance(expected, actual) < 1e-14, $"{expected} {actual}");

    [Fact]
    public void NodeSets_BasicCompoundAndFaults()
    {
        var circuit = new Circuit { Nodes = [TwoGroups()] };
        var sets = new NodeSets(circuit, Text("node_sets.json", """
            {
              "fours": { "layer": 4 },
              "either": { "layer": [5, 3], "population": "p" },
              "both": ["fours", "either"],
              "byId": { "node_id": [20, 10, 99] },
              "and": { "layer": [2, 3], "mtype": "L5_PC" },
              "loop": ["both", "loop2"], "loop2": ["loop"],
              "operator": { "layer": { "$gt": 3 } }
            }
            """));
        Assert.Equal([12L], sets.Resolve("fours", "p"));
        Assert.Equal([10L, 20], sets.Resolve("either", "p"));
        Assert.Equal([10L, 12, 20], sets.Resolve("both", "p"));
        Assert.Equal([10L, 20], sets.Resolve("byId", "p"));
        Assert.Equal([11L], sets.Resolve("and", "p"));
        Assert.Equal(4, sets.Resolve("p", "p").Length);
        Assert.Equal(4, sets.Resolve("all", "p").Length);
        foreach (string wrong in new[] { "loop", "operator", "none" }) Assert.Contains("$." + wrong, Fault(() => sets.Resolve(wrong)).Message);
    }

    [Fact]
    public void Circuit_ManifestVariables_NestInEverySpelling()
    {
        TwoGroups();
        string config = Text("circuit.json", """
            { "manifest": { "$A": ".", "${B}": "${A}/sub", "$AB": "$A" },
              "components": { "morphologies_dir": "${B}/swc", "mechanisms_dir": "" },
              "networks": { "nodes": [ { "nodes_file": "$AB/nodes.h5", "node_types_file": "types.csv" } ], "edges": [] } }
            """);
        var circuit = Circuit.Read(config);
        Assert.Equal(Path.Combine(folder, "sub", "swc"), circuit.Components["morphologies_dir"]);
        Assert.Equal(4, circuit.Population("p").Count);
    }

    [Theory]
    [InlineData("{ \"networks\": { \"nodes\": [ {} ] } }", "MS0732", "$.networks.nodes[0].nodes_file")]
    [InlineData("{ \"networks\": { \"nodes\": [ { \"nodes_file\": \"$X/n.h5\" } ] } }", "MS0733", "$X")]
    [InlineData("{ \"manifest\": { \"$A\": \"$B\", \"$B\": \"$A\" }, \"networks\": {} }", "MS0733", "circle")]
    [InlineData("{ \"networks\": { \"nodes\": 3 } }", "MS0732", "$.networks.nodes")]
    [InlineData("{}", "MS0732", "$.networks")]
    [InlineData("{\n  \"networks\": oops }", "MS0731", "json:2:")]
    public void Circuit_Faults_NameFileAndPath(string json, string code, string part)
    {
        string path = Text("c.json", json);
        var exception = Assert.Throws<InputException>(() => Circuit.Read(path));
        Assert.Equal(code, exception.Diagnostics[0].Code);
        Assert.Contains(part, exception.Message);
        Assert.Contains("c.json", exception.Message);
    }

    private static Circuit SmallCircuit()
    {
        var nodeTypes = new TypeTable("node_type_id", "model_type", "morphology");
        nodeTypes.Add(1, "biophysical", "cell one");
        nodeTypes.Add(2, "virtual", null);
        var nodes = new NodePopulation("p", [1, 1, 2], nodeTypes);
        nodes.Attributes.Add("x", [1.5, 0.1, double.NaN]);
        nodes.Attributes.Add("name", ["a", "b", ""]);
        nodes.DynamicsParameters.Add("tau", [1.0, 2, 3]);
        var edgeTypes = new TypeTable("edge_type_id", "model_template", "delay");
        edgeTypes.Add(5, "Exp2Syn", "0.5");
        var edges = new EdgePopulation("p_to_p", "p", "p", [2, 0, 2, 1, 0], [0, 0, 1, 0, 1], [5, 5, 5, 5, 5], edgeTypes);
        edges.Attributes.Add("syn_weight", [0.1, 0.2, 0.3, 0.4, 0.5]);
        edges.Attributes.Add("afferent_section_id", new AttributeColumn([0, 1, 2, 3, 4], whole: true));
        return new Circuit { Nodes = [nodes], Edges = [edges] };
    }

    [Fact]
    public void CircuitFolder_WriteAndRead_KeepsEverything()
    {
        var read = Circuit.Read(CircuitFolder.Write(folder, SmallCircuit()));
        var nodes = read.Population("p");
        Assert.Equal<string?[]>(["cell one", "cell one", null], nodes.Attributes.Texts("morphology")!);
        Assert.Equal([1.5, 0.1, double.NaN], nodes.Attributes.Numbers("x")!);
        Assert.Equal([1.0, 2, 3], nodes.DynamicsParameters.Numbers("tau")!);
        var edges = read.EdgesNamed("p_to_p");
        Assert.Equal(("p", "p"), (edges.Source, edges.Target));
        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.5], edges.Weights!);
        Assert.Equal([0.5, 0.5, 0.5, 0.5, 0.5], edges.Delays!);
        Assert.Equal([0.0, 1, 2, 3, 4], edges.SectionIds!);
        Assert.Equal([new EdgeRange(0, 2), new EdgeRange(3, 4)], edges.Onto(0).ToArray());
        Assert.Equal([new EdgeRange(0, 1), new EdgeRange(2, 3)], edges.From(2).ToArray());
        Assert.Empty(edges.Onto(2).ToArray());
    }

    [Fact]
    public void CircuitFolder_ReadByH5py_IndexIsPluralAndSigned()
    {
        CircuitFolder.Write(folder, SmallCircuit());
        string seen = Python.Run("""
            p = h5py.File(sys.argv[1])['/edges/p_to_p']
            i = p['indices/target_to_source']
            print(json.dumps([i['node_id_to_ranges'][:].tolist(), i['node_id_to_ranges'].dtype.name, i['range_to_edge_id'][:].tolist(), p['0/afferent_section_id'].dtype.kind,
                p['source_node_id'].attrs['node_population'], sorted(p)], separators=(',', ':')))
            """, At("network/edges.h5"));
        Assert.Equal("""[[[0,2],[2,4]],"int64",[[0,2],[3,4],[2,3],[4,5]],"i","p",["0","edge_group_id","edge_group_index","edge_type_id","indices","source_node_id","target_node_id"]]""", seen);
    }

    [Fact]
    public void Read_WrongIndexOrWrongTarget_IsRefused()
    {
        CircuitFolder.Write(folder, SmallCircuit());
        string edges = At("network/edges.h5");
        Python.Run("""
            f = h5py.File(sys.argv[1], 'r+')
            f['/edges/p_to_p/indices/target_to_source/range_to_edge_id'][0] = [0, 3]
            """, edges);
        var fault = Fault(() => EdgePopulation.Read(edges, null));
        Assert.Equal("MS0728", fault.Code);
        Assert.Contains("target_to_source", fault.Message);
        Python.Run("""
            f = h5py.File(sys.argv[1], 'r+')
            del f['/edges/p_to_p/indices']
            f['/edges/p_to_p/target_node_id'][0] = 77
            """, edges);
        Assert.Equal("MS0736", Fault(() => Circuit.Read(At("circuit_config.json"))).Code);
    }

    [Fact]
    public void SimulationConfig_WriteAndRead_KeepsEverything()
    {
        var config = new SimulationConfig
        {
            Network = At("circuit_config.json"), NodeSetsFile = At("node_sets.json"), Start = 1, Stop = 100, Step = 0.025, CompartmentLength = 20, SpikeThreshold = -15, Seed = 7,
            Celsius = 34, InitialVoltage = -80, OutputFolder = At("output"), Overwrite = true, TargetSimulator = "NEURON",
            NodeSet = "cells", StimulusSeed = 3, MinisSeed = 4, IntegrationMethod = 1,
            ConnectionOverrides = [new ConnectionOverride("weaker", "all", "all") { Weight = 0.5, SynapseDelay = 2, SpontaneousRate = 0.1, Configure = [new Assignment("tau2", 4, false), new Assignment("e", 0.5, true)] }],
            Inputs =
            [
                new CurrentClampInput("step", "all", 0.2, 10, 50), new SpikesInput("spikes", """{"population":"p"}""", "h5", At("inputs/s.h5")),
                new ReplayInput("replay", "all", At("inputs/s.h5"), "all", 5),
                new OtherInput("noise", "all", "current_clamp", "noise", """{"input_type":"current_clamp","module":"noise","node_set":"all","mean":0.1}"""),
            ],
            Reports = [new ReportRequest("v") { Cells = "all", Compartments = "all", Sections = "all", Step = 0.5, Enabled = false }],
        };
        var read = SimulationConfig.Read(CircuitFolder.Write(folder, config));
        Assert.Equal(config.Inputs.AsEnumerable(), read.Inputs.Select(input => input switch
        {
            OtherInput other => other with { Json = WithoutSpaces(other.Json) },
            _ => input with { NodeSet = WithoutSpaces(input.NodeSet!) },
        }));
        Assert.Equal(config.Reports.AsEnumerable(), read.Reports);
        Assert.Equal(config.ConnectionOverrides.SelectMany(o => o.Configure), read.ConnectionOverrides.SelectMany(o => o.Configure));
        Assert.Equal(config.ConnectionOverrides.Select(o => o with { Configure = [] }), read.ConnectionOverrides.Select(o => o with { Configure = [] }));
        Assert.Equal(At("simulation_config.json"), read.File);
        Assert.Equal("$.run.tstart", Assert.Single(read.Refused).Message.Split(':')[0]); // runs begin at 0
        Assert.Equal(Scalars(config), Scalars(read));

        static SimulationConfig Scalars(SimulationConfig of) =>
            of with { File = "", Inputs = Array.Empty<SimulationInput>(), Reports = Array.Empty<ReportRequest>(), ConnectionOverrides = Array.Empty<ConnectionOverride>(), Modifications = Array.Empty<Modification>(), Mechanisms = Nothing, Refused = Array.Empty<Diagnostic>() };
    }

    private static readonly Dictionary<string, IReadOnlyDictionary<string, double>> Nothing = [];

    private static string WithoutSpaces(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    [Fact]
    public void SimulationConfig_MissingStop_NamesThePath()
    {
        string path = Text("s.json", """{ "run": { "dt": 0.1 } }""");
        Assert.Contains("$.run.tstop", Fault(() => SimulationConfig.Read(path)).Message);
    }

    [Fact]
    public void SimulationConfig_ArraysOfPulses_BecomeOneInputEach()
    {
        var config = SimulationConfig.Read(Text("s.json", """{ "run": { "dt": 0.1, "tstop": 1 }, "inputs": { "i": { "input_type": "current_clamp", "module": "IClamp", "node_set": "all", "amp": [1, 2], "delay": [10, 20], "duration": 5 } } }"""));
        Assert.Equal([new CurrentClampInput("i_0", "all", 1, 10, 5), new CurrentClampInput("i_1", "all", 2, 20, 5)], config.Inputs.Cast<CurrentClampInput>());
    }
}
