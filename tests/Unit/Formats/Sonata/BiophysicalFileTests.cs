using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.UnitTests;

/// <summary>Files that say what a cell's membrane and shape are.</summary>
public sealed class BiophysicalFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("multiscale-biophysical-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Text(string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static double Value(BiophysicalModel model, string section, string mechanism, string parameter) =>
        model.Parameters.Last(p => p.Section == section && p.Mechanism == mechanism && p.Parameter == parameter).Value;

    [Fact]
    public void FitFile_PassiveGenomeAndConditions_AreSplitByMechanism()
    {
        var model = FitFile.Read(Text("fit.json", """
            { "passive": [{ "ra": 136.6, "cm": [{ "section": "soma", "cm": 1.0 }, { "section": "dend", "cm": 2.5 }], "e_pas": -84.9 }],
              "conditions": [{ "erev": [{ "ena": 53.0, "section": "soma", "ek": -107.0 }], "celsius": 34.0, "v_init": -84.9 }],
              "genome": [{ "section": "soma", "name": "gbar_Kv3_1", "value": "0.26", "mechanism": "Kv3_1" }, { "section": "soma", "name": "decay_CaDynamics", "value": 582.8, "mechanism": "CaDynamics" },
                         { "section": "apic", "name": "g_pas", "value": 1e-5, "mechanism": "" }, { "section": "glob", "name": "x", "value": 1, "mechanism": "" }] }
            """));
        Assert.Equal(0.26, Value(model, "soma", "Kv3_1", "gbar"));
        Assert.Equal(582.8, Value(model, "soma", "CaDynamics", "decay"));
        Assert.Equal(1e-5, Value(model, "apic", "pas", "g"));
        Assert.Equal(-84.9, Value(model, "axon", "pas", "e"));
        Assert.Equal((136.6, 2.5, 53.0, -107.0), (model.Resistivity["apic"], model.Capacitance["dend"], model.SodiumReversal["soma"], model.PotassiumReversal["soma"]));
        Assert.DoesNotContain(model.Parameters, p => p.Section == "glob");
    }

    [Fact]
    public void NeuroMl_DensitiesWithUnits_BecomeNeuronsUnits()
    {
        string text = """
            <neuroml xmlns="http://www.neuroml.org/schema/neuroml2"><cell id="c"><biophysicalProperties id="b"><membraneProperties>
              <channelDensity id="g_pas" ionChannel="pas" condDensity="0.5 S_per_m2" erev="-0.085 V" segmentGroup="all" ion="non_specific"/>
              <channelDensity id="gbar_NaTs" ionChannel="NaTs" condDensity="0.7 S_per_cm2" erev="53 mV" segmentGroup="soma" ion="na"/>
              <specificCapacitance value="2 uF_per_cm2" segmentGroup="dend"/></membraneProperties>
              <intracellularProperties><resistivity value="1.2 ohm_m" segmentGroup="all"/></intracellularProperties></biophysicalProperties></cell>
              <concentrationModel id="CaDynamics" type="CaDynamics" decay="0.5 s" gamma="0.04" segmentGroup="soma"/></neuroml>
            """;
        var model = NeuroMlFile.Read(Text("cell.nml", text));
        Assert.Equal((5e-5, -85.0, 0.7, 500.0), (Value(model, "axon", "pas", "g"), Value(model, "apic", "pas", "e"), Value(model, "soma", "NaTs", "gbar"), Value(model, "soma", "CaDynamics", "decay")));
        Assert.Equal((120.0, 2.0, 53.0), (model.Resistivity["dend"], model.Capacitance["dend"], model.SodiumReversal["soma"]));
        var fault = Assert.Throws<InputException>(() => NeuroMlFile.Read(Text("bad.nml", text.Replace("0.7 S_per_cm2", "0.7 furlong", StringComparison.Ordinal)))).Diagnostics[0];
        Assert.Equal(("MS0753", 3), (fault.Code, fault.Location!.Value.Line));
    }

    private const string Template = """
        begintemplate t
        proc init() { biophys() replace_axon() }
        proc biophys() { // comment
          forsec CellRef.all { insert pas Ra = 100 cm = 1 g_pas = 3e-5 }
          forsec this.somatic { insert SK_E2
            gSK_E2bar_SK_E2 = 2*0.05
            ena = 50 ek = -85 }
          forsec CellRef.apical { insert Ih }
          distribute(CellRef.apical,"gIhbar_Ih","(-0.8696 + 2.087*exp((%.17g)*0.0031))*8e-05")
        }
        endtemplate t
        """;

    [Fact]
    public void HocTemplate_SectionLists_GiveParametersAndRules()
    {
        var model = HocTemplate.Read(Text("t.hoc", Template));
        // The name of the mechanism is taken from what is inserted: it holds underscores itself.
        Assert.Equal(0.1, Value(model, "soma", "SK_E2", "gSK_E2bar"), 1e-15);
        Assert.Equal((100.0, 50.0, -85.0), (model.Resistivity["dend"], model.SodiumReversal["soma"], model.PotassiumReversal["soma"]));
        var rule = Assert.Single(model.Rules);
        Assert.Equal(("apic", "Ih", "gIhbar"), (rule.Section, rule.Mechanism, rule.Parameter));
        Assert.Equal((-0.8696 + 2.087 * Math.Exp(200 * 0.0031)) * 8e-5, rule.Value(200), 1e-18);
        Assert.True(model.ReplacesAxon);
    }

    [Theory]
    [InlineData("cm = 1 g_pas", "if (1) { cm = 1 } g_pas", 4)] // a program
    [InlineData("2*0.05", "2*scale", 6)] // a value that only a program knows
    [InlineData("biophys() replace_axon()", "biophys() delete_axon()", 2)]
    [InlineData("forsec CellRef.apical", "forsec CellRef.tuft", 8)]
    public void HocTemplate_Programs_AreRefusedWithTheirLine(string old, string changed, int line)
    {
        var fault = Assert.Throws<InputException>(() => HocTemplate.Read(Text("t.hoc", Template.Replace(old, changed, StringComparison.Ordinal)))).Diagnostics[0];
        Assert.Equal(("MS0755", line), (fault.Code, fault.Location!.Value.Line));
    }

    /// <summary>A soma contour, an apical trunk with two branches and an axon, in an order that is not SONATA's.</summary>
    [Fact]
    public void MorphologyH5_ContourAndBranches_ComeInSonataOrder()
    {
        string path = Path.Combine(folder, "m.h5");
        using (var file = Hdf5File.Create(path))
        {
            file.Write("/points", new double[] { 5, 0, 0, 1, 0, 5, 0, 1, -5, 0, 0, 1, 0, -5, 0, 1, /* apical */ 0, 5, 0, 2, 0, 50, 0, 1.5, /* left */ 0, 50, 0, 1, -20, 80, 0, 1, /* right */ 20, 80, 0, 1, 30, 90, 0, 0.8, /* axon */ 0, -5, 0, 1, 0, -60, 0, 0.5 }, 12, 4);
            file.Write("/structure", new long[] { 0, 1, -1, 4, 4, 0, 6, 4, 1, 8, 4, 1, 10, 2, 0 }, 5, 3);
            file.Commit();
        }
        var shape = MorphologyH5File.Read(path);
        Assert.Equal([SectionType.Soma, SectionType.Axon, SectionType.ApicalDendrite, SectionType.ApicalDendrite, SectionType.ApicalDendrite], shape.Sections.Select(s => s.Type));
        Assert.Equal([-1, 0, 0, 2, 2], shape.Sections.Select(s => s.Parent));
        Assert.Equal([0, 0.5, 0.5, 1, 1], shape.Sections.Select(s => s.ParentPosition));
        Assert.Equal(10, shape.Sections[0].Length, 1e-12); // the contour's mean radius is 5 um
        Assert.Equal(10, shape.Sections[0].Points[0].Diameter, 1e-12);
        Assert.Equal(2, shape.Sections[3].Points.Length); // repeats its parent's end
        Assert.Equal(3, shape.Sections[4].Points.Length); // does not: it is joined
    }

    [Fact]
    public void SpikeTable_ColumnsByName_FilterThePopulation()
    {
        var spikes = SpikeTable.Read(Text("s.csv", "timestamps population node_ids\n1.5 a 3\n2.5 b 4\n3.5 a 5\n"), "a");
        Assert.Equal([1.5, 3.5], spikes.Times);
        Assert.Equal([3L, 5], spikes.Ids);
        Assert.Equal(2, Assert.Throws<InputException>(() => SpikeTable.Read(Text("bad.csv", "timestamps node_ids\nx 3\n"), "a")).Diagnostics[0].Location!.Value.Line);
    }

    [Theory]
    [InlineData("""{ "input_type": "current_clamp", "module": "linear", "amp_start": 0.1, "delay": 1, "duration": 2 }""", typeof(LinearSignal))]
    [InlineData("""{ "input_type": "current_clamp", "module": "subthreshold", "percent_less": 20, "delay": 1, "duration": 2 }""", typeof(LinearSignal))]
    [InlineData("""{ "input_type": "current_clamp", "module": "hyperpolarizing", "delay": 1, "duration": 2 }""", typeof(HoldingSignal))]
    [InlineData("""{ "input_type": "current_clamp", "module": "relative_ornstein_uhlenbeck", "tau": 2, "mean_percent": 1, "sd_percent": 2, "duration": 2 }""", typeof(OrnsteinUhlenbeckSignal))]
    [InlineData("""{ "input_type": "conductance", "module": "shot_noise", "rise_time": 1, "decay_time": 2, "rate": 9, "amp_mean": 1e-4, "amp_var": 1e-9, "duration": 2 }""", typeof(ShotSignal))]
    public void CurrentSignal_KnownModules_AreRead(string json, Type kind) => Assert.IsType(kind, CurrentSignal.Read(Input(json), "simulation_config.json"));

    [Theory]
    [InlineData("""{ "input_type": "conductance", "module": "ornstein_uhlenbeck", "tau": 2, "mean": 1, "sigma": 2, "duration": 2 }""", 0.0)]
    [InlineData("""{ "input_type": "conductance", "module": "relative_shot_noise", "rise_time": 1, "decay_time": 2, "mean_percent": 9, "sd_percent": 3, "amp_cv": 0.5, "reversal": -80, "duration": 2 }""", -80.0)]
    [InlineData("""{ "input_type": "current_clamp", "module": "ornstein_uhlenbeck", "tau": 2, "mean": 1, "sigma": 2, "reversal": -80, "duration": 2 }""", null)]
    public void CurrentSignal_Conductances_HaveTheirReversal(string json, double? reversal) => Assert.Equal(reversal, CurrentSignal.Read(Input(json), "simulation_config.json").Reversal);

    [Theory]
    [InlineData("""{ "input_type": "conductance", "module": "linear", "duration": 2 }""", "MS0751", "$.inputs.stim.module")]
    [InlineData("""{ "input_type": "extracellular_stimulation", "module": "uniform", "duration": 2 }""", "MS0751", "$.inputs.stim.input_type")]
    [InlineData("""{ "input_type": "current_clamp", "module": "csv", "duration": 2 }""", "MS0751", "$.inputs.stim.module")]
    [InlineData("""{ "input_type": "current_clamp", "module": "linear", "duration": 2 }""", "MS0732", "$.inputs.stim.amp_start")]
    public void CurrentSignal_OtherModules_AreRefusedWithTheirPlace(string json, string code, string place)
    {
        var fault = Assert.Throws<InputException>(() => CurrentSignal.Read(Input(json), "simulation_config.json")).Diagnostics[0];
        Assert.Equal(code, fault.Code);
        Assert.StartsWith(place, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VoltageClamps_OfTheBlueBrainAndOfBmtk_AreLevels()
    {
        string file = Text("clamps.json", """
            { "run": { "tstop": 1, "dt": 0.1 }, "inputs": {
              "one": { "input_type": "voltage_clamp", "module": "seclamp", "voltage": -60, "delay": 2, "duration": 3 },
              "three": { "input_type": "voltage_clamp", "module": "SEClamp", "amplitudes": [-70, 0], "durations": [5, 10], "rs": 2 } } }
            """);
        Assert.Equal([new VoltageClampInput("one", null, -60, 0.01, 2, 3), new VoltageClampInput("three_0", null, -70, 2, 0, 5), new VoltageClampInput("three_1", null, 0, 2, 5, 10)],
            SimulationConfig.Read(file).Inputs);
    }

    private static OtherInput Input(string json)
    {
        using var text = System.Text.Json.JsonDocument.Parse(json);
        return new OtherInput("stim", "all", text.RootElement.GetProperty("input_type").GetString()!, text.RootElement.GetProperty("module").GetString()!, json);
    }
}
