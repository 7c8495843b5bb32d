using Multiscale.Formats;
using Multiscale.TestProcesses;

namespace Multiscale.EndToEndTests;

/// <summary>`multiscale run simulation_config.json`, as BMTK and the Blue Brain extension write such files.</summary>
public sealed class CircuitRunTests
{
    private static readonly string[] Files = ["out.h5", "soma.h5", "dendrites.h5", "gates.h5", "total.h5", "synaptic.h5", "synapses.h5", "lfp.h5", "ecp.h5"];

    private const string Python = "/usr/bin/python3";

    private static string Run(string config, int ranks, params string[] settings)
    {
        string folder = TemporaryFolder.NameOf($"circuit-{ranks}");
        string[] arguments = ["run", config, "--out", folder, .. settings.SelectMany(s => (string[])["--set", s])];
        var outcome = Cli.Run(ranks == 1 ? 0 : ranks, arguments);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return folder;
    }

    /// <summary>Oracle: the run on one rank, to the bit; rank g has the cells g, g + ranks ..., so that every kind of input and edge crosses ranks.</summary>
    [Fact]
    public void Run_MixedCircuitOnSeveralRanks_IsBitEqual()
    {
        string config = MixedCircuit.Write(TemporaryFolder.Create("mixed"));
        string one = Run(config, 1);
        foreach (int ranks in (int[])[2, 3, 4])
        {
            string many = Run(config, ranks);
            foreach (string file in Files)
                Assert.Empty(Hdf5Comparison.Differences(Path.Combine(one, file), Path.Combine(many, file)));
        }
        var spikes = SpikesFile.Read(Path.Combine(one, "out.h5"));
        Assert.Equal(["cells", "points"], spikes.Select(s => s.Population).Order());
        Assert.All(spikes, s => Assert.True(s.Count > 0, $"{s.Population} is silent"));

        // Reports: the layout that libsonata reads, and values that agree with each other.
        var soma = ReportFile.Read(Path.Combine(one, "soma.h5"), "cells");
        Assert.Equal((5, 400L, 0.0, 0.1, "mV"), (soma.Mapping.Columns, soma.Frames, soma.Start, soma.Step, soma.Unit));
        Assert.All(soma.Frame(0).ToArray(), v => Assert.Equal(-78, v));
        Assert.Equal([0, 1, 2, 3, 4], soma.Mapping.NodeIds);
        var gates = ReportFile.Read(Path.Combine(one, "gates.h5"), "cells");
        Assert.Equal((90L, 5.0), (gates.Frames, gates.Start));
        Assert.All(gates.Data, h => Assert.InRange(h, 0, 1));
        var dendrites = ReportFile.Read(Path.Combine(one, "dendrites.h5"), "cells");
        // 84 um in 1 + 2 int(84 / 40) = 5 compartments, and twice 63 um in 3; behind the soma, one basal section and, where hoc replaced the axon, its stub.
        Assert.Equal([2u, 2, 2, 2, 2, 3, 3, 3, 4, 4, 4], dendrites.Mapping.ElementIds[..11]);
        Assert.Equal([4u, 4, 4, 4, 4, 5, 5, 5, 6, 6, 6], dendrites.Mapping.ElementIds[^11..]);
        Assert.Equal(0.1f, dendrites.Mapping.ElementPositions![0]);
        var synapses = ReportFile.Read(Path.Combine(one, "synapses.h5"), "cells");
        // Edge ids: 0 to 6 and 7 to 12.
        Assert.Equal([0u, 5, 11, 1, 7, 2, 8, 3, 6, 9, 12, 4, 10], synapses.Mapping.ElementIds);
        Assert.True(synapses.Data.Max() > 0.003f && synapses.Data.Min() >= 0);
        var total = ReportFile.Read(Path.Combine(one, "total.h5"), "cells");
        Assert.Equal((5, "nA"), (total.Mapping.Columns, total.Unit));

        // No electrode is in these cells: what crosses their membranes adds up to nothing, to rounding of some nA that flow along them.
        Assert.All(ReportFile.Read(Path.Combine(one, "crossing.h5"), "cells").Data, i => Assert.Equal(0, i, 1e-9));

        // Potentials of the cells add up to those of the electrodes; nothing is left of the single precision of the former.
        var lfp = ReportFile.Read(Path.Combine(one, "lfp.h5"), "cells");
        Assert.Equal([0u, 1, 4, 0, 1, 4, 0, 1, 4, 0, 1, 4, 0, 1, 4], lfp.Mapping.ElementIds);
        using var ecp = Hdf5File.Open(Path.Combine(one, "ecp.h5"));
        double[] potentials = ecp.Read<double>("/ecp/data");
        Assert.Equal(3 * lfp.Frames, potentials.Length);
        potentials = potentials[..(3 * 92)]; // later a voltage clamp charges three somata at once
        for (int k = 0; k < potentials.Length; k++)
            Assert.Equal(Enumerable.Range(0, 5).Sum(cell => (double)lfp.Frame(k / 3)[3 * cell + k % 3]), potentials[k], 1e-6);
        Assert.InRange(potentials.Max() - potentials.Min(), 1e-3, 1); // spikes, some tens of um away [mV]
        Assert.True(total.Data.Min() < -1, $"sodium never flows in: {total.Data.Min()} nA");
    }

    /// <summary>Oracle: BMTK's own run with NEURON (AIBS's example). Spikes that arrive at one time act in the order in which they were emitted; with it all agree.</summary>
    [Fact]
    public void Run_300Intfire_GivesAllExpectedSpikes()
    {
        string folder = ThirdParty("300_intfire");
        var expected = SpikesFile.Read(Path.Combine(folder, "output", "spikes.h5"), "v1");
        foreach (int ranks in (int[])[1, 2])
        {
            var spikes = SpikesFile.Read(Path.Combine(Run(Path.Combine(folder, "simulation_config.json"), ranks), "spikes.h5"), "v1");
            // The file keeps microseconds.
            Assert.Equal(Sorted(expected), Sorted(spikes));
        }

        static (double, long)[] Sorted(SpikeTrains trains) => [.. trains.Times.Zip(trains.Ids, (t, id) => (Math.Round(t, 3), id)).Order()];
    }

    [Fact]
    public void Check_9Cells_NamesAllThatIsMissingAtOnce()
    {
        var outcome = Cli.Run("check", Path.Combine(ThirdParty("9_cells"), "simulation_config.json"));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("3 cell templates are not in", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("16 mechanisms are not here: CaDynamics, Ca_HVA, Ca_LVA, Ih, Im, Im_v2, K_P, K_T, Kd, Kv2like, Kv3_1, NaTa, NaTs, NaV, Nap, SK (for Allen's perisomatic models)", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>With parameters and mechanisms of the user it runs: here stand-ins of ours under Allen's names, so that spikes are not compared.</summary>
    [Fact]
    public void Run_9CellsWithSuppliedFiles_Runs()
    {
        string folder = TemporaryFolder.Create("nine"), models = Path.Combine(folder, "shared_components", "biophysical_neuron_templates"), mechanisms = Path.Combine(folder, "shared_components", "mechanisms", "modfiles");
        Copy(ThirdParty("9_cells"), Path.Combine(folder, "9_cells"));
        Copy(ThirdParty("shared_components"), Path.Combine(folder, "shared_components"));
        Directory.CreateDirectory(models);
        Directory.CreateDirectory(mechanisms);
        foreach (string cell in (string[])["472363762", "473863510", "473863035"])
            File.WriteAllText(Path.Combine(models, cell + "_fit.json"), """
                { "passive": [{ "ra": 100, "e_pas": -85, "cm": [{ "section": "soma", "cm": 1 }, { "section": "axon", "cm": 1 }, { "section": "dend", "cm": 2 }, { "section": "apic", "cm": 2 }] }],
                  "conditions": [{ "erev": [{ "section": "soma", "ena": 53, "ek": -107 }] }],
                  "genome": [{ "section": "soma", "name": "gbar_NaTs", "value": 1e-5, "mechanism": "NaTs" }, { "section": "soma", "name": "g_pas", "value": 1e-4, "mechanism": "" }, { "section": "dend", "name": "g_pas", "value": 1e-4, "mechanism": "" },
                             { "section": "apic", "name": "g_pas", "value": 1e-4, "mechanism": "" }, { "section": "axon", "name": "g_pas", "value": 1e-4, "mechanism": "" }] }
                """);
        File.WriteAllText(Path.Combine(mechanisms, "NaTs.mod"), """
            NEURON { SUFFIX NaTs
              USEION na READ ena WRITE ina
              RANGE gbar }
            PARAMETER { gbar = 1e-5 (S/cm2) }
            ASSIGNED { v (mV) ena (mV) ina (mA/cm2) }
            BREAKPOINT { ina = gbar * (v - ena) }
            """);
        string run = Run(Path.Combine(folder, "9_cells", "simulation_config.json"), 1, "duration=20 ms");
        var voltage = ReportFile.Read(Path.Combine(run, "membrane_potential.h5"), "cortex");
        Assert.Equal((9, 200L), (voltage.Mapping.Columns, voltage.Frames));
        // Between the reversal potentials of leak and excitation, and moved by the synapses.
        Assert.All(voltage.Frame(199).ToArray(), v => Assert.InRange(v, -85, 0));
        Assert.All(voltage.Frame(199).ToArray(), v => Assert.NotEqual(-80, v));
    }

    /// <summary>
    /// Oracle: NEURON's fixed step with the same morphologies, axon stubs, 1289 synapses and Hodgkin-Huxley somata (Allen's channels are not here); single precision of
    /// the report is 4e-6 mV at 60 mV, and NEURON takes slopes of currents by finite differences.
    /// </summary>
    [Fact]
    public void Run_9CellsWithSquidSomata_AgreesWithNeuron()
    {
        string folder = TemporaryFolder.Create("beside-neuron"), models = Path.Combine(folder, "shared_components", "biophysical_neuron_templates"), config = Path.Combine(folder, "9_cells", "simulation_config.json");
        Copy(ThirdParty("9_cells"), Path.Combine(folder, "9_cells"));
        Copy(ThirdParty("shared_components"), Path.Combine(folder, "shared_components"));
        Assert.SkipUnless(File.Exists(Python) && ChildProcess.Run([Python, "-c", "import neuron, h5py"]).ExitCode == 0, "no NEURON beside the system's Python (Debian: python3-neuron)");
        Directory.CreateDirectory(models);
        string gene = string.Concat(new[] { ("soma", 3e-5), ("axon", 5e-4), ("dend", 4e-5), ("apic", 7e-5) }.Select(g => $$""", { "section": "{{g.Item1}}", "name": "g_pas", "value": {{g.Item2:r}}, "mechanism": "" }"""));
        foreach (string cell in (string[])["472363762", "473863510", "473863035"])
            File.WriteAllText(Path.Combine(models, cell + "_fit.json"), $$"""
                { "passive": [{ "ra": 113.2, "e_pas": -82.5, "cm": [{ "section": "soma", "cm": 1.1 }, { "section": "axon", "cm": 1.1 }, { "section": "dend", "cm": 2.3 }, { "section": "apic", "cm": 2.1 }] }],
                  "conditions": [{ "erev": [{ "section": "soma", "ena": 50, "ek": -77 }] }],
                  "genome": [{ "section": "soma", "name": "gnabar_hh", "value": 0.12, "mechanism": "hh" }, { "section": "soma", "name": "gkbar_hh", "value": 0.036, "mechanism": "hh" }{{gene}}] }
                """);
        var json = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(config))!;
        (json["run"]!["tstop"], json["run"]!["dt"], json["conditions"]!["celsius"], json["conditions"]!["v_init"]) = (40, 0.025, 6.3, -70);
        json["inputs"]!["clamp"] = System.Text.Json.Nodes.JsonNode.Parse("""{ "input_type": "current_clamp", "module": "IClamp", "node_set": "cortex", "amp": 0.3, "delay": 10, "duration": 30 }""");
        json["reports"] = System.Text.Json.Nodes.JsonNode.Parse("""{ "v": { "cells": "biophys_cells", "variable_name": "v", "module": "membrane_report", "sections": "soma", "dt": 0.025 } }""");
        File.WriteAllText(config, json.ToJsonString());
        string run = Run(config, 2, "neurons.solver.compatibility=neuron", "neurons.solver.method=implicit-euler");
        var outcome = ChildProcess.Run([Python, Path.Combine(Cli.Home, "tests", "Benchmarks", "peers", "nine_cells.py"), folder, Path.Combine(run, "v.h5")]);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        double[] found = [.. outcome.Output.Trim().Split('\n')[^1].Split(' ').Select(w => double.Parse(w, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(1600, found[2]); // frames
        Assert.True(found[1] > 0, "no cell fires");
        Assert.True(found[0] < 2e-5, $"{found[0]} mV apart");
    }

    /// <summary>Oracle: h5py and the layout that libsonata reads (SONATA's reports: types, units, index).</summary>
    [Fact]
    public void Reports_ReadByH5py_HaveLibsonatasLayout()
    {
        Assert.SkipUnless(File.Exists(Python) && ChildProcess.Run([Python, "-c", "import h5py, numpy"]).ExitCode == 0, "no system Python with h5py (Debian: python3-h5py)");
        string run = Run(MixedCircuit.Write(TemporaryFolder.Create("layout")), 1, "duration=10 ms");
        var outcome = ChildProcess.Run([Python, "-c", """
            import h5py, numpy, sys
            for name, unit, columns in (('soma', 'mV', 5), ('dendrites', 'mV', 55), ('synapses', 'uS', 13), ('total', 'nA', 5), ('synaptic', 'nA', None)):
                f = h5py.File(sys.argv[1] + '/' + name + '.h5', 'r')
                assert f.attrs['magic'] == 0x0A7A and list(f.attrs['version']) == [0, 1]
                assert list(f['report']) == ['cells']
                data, m = f['report/cells/data'], f['report/cells/mapping']
                assert data.dtype == numpy.float32 and data.attrs['units'] == unit, (name, data.attrs['units'])
                ids, start, elements, time = (m[k] for k in ('node_ids', 'index_pointers', 'element_ids', 'time'))
                assert (ids.dtype, start.dtype, elements.dtype, time.dtype) == (numpy.uint64, numpy.uint64, numpy.uint32, numpy.float64), name
                assert list(ids) == [0, 1, 2, 3, 4] and ids.attrs['sorted'] == 1
                assert start.shape == (6,) and start[0] == 0 and start[-1] == data.shape[1] == elements.shape[0] and (numpy.diff(start[()].astype(int)) > 0).all()
                assert columns is None or data.shape[1] == columns, (name, data.shape)
                assert time.attrs['units'] == 'ms' and abs((time[1] - time[0]) / time[2] - data.shape[0]) < 1e-9
                assert numpy.isfinite(data[()]).all()
            s = h5py.File(sys.argv[1] + '/out.h5', 'r')['spikes']
            assert sorted(s) == ['cells', 'points']
            print('ok')
            """, run]);
        Assert.True(outcome is { ExitCode: 0, Output: "ok\n" }, outcome.ToString());
    }

    [Fact]
    public void Run_WhatIsNotSimulated_IsRefusedWithItsPlace()
    {
        string config = MixedCircuit.Write(TemporaryFolder.Create("refused"));
        string text = File.ReadAllText(config)
            .Replace("\"module\": \"linear\"", "\"module\": \"extracellular\"", StringComparison.Ordinal)
            .Replace("\"weight\": 1.5", "\"weight\": 1.5, \"modoverride\": \"GluSynapse\"", StringComparison.Ordinal)
            .Replace("\"type\": \"synapse\"", "\"type\": \"spikes\"", StringComparison.Ordinal)
            .Replace("\"celsius\": 34", "\"celsius\": 34, \"extracellular_calcium\": 1.05", StringComparison.Ordinal);
        File.WriteAllText(config, text);
        var outcome = Cli.Run("check", config);
        Assert.Equal(2, outcome.ExitCode);
        foreach (string place in (string[])["$.inputs.linear.module", "$.connection_overrides[0].modoverride", "$.reports.synapses", "$.conditions.extracellular_calcium"])
            Assert.Contains(place, outcome.Error, StringComparison.Ordinal);
    }

    private static string ThirdParty(string name)
    {
        string? found = ((string?[])[Environment.GetEnvironmentVariable("MULTISCALE_DATA"), Path.Combine(Cli.Home, "..", "shared", "data"), Path.Combine(Cli.Home, "..", "..", "shared", "data")])
            .Where(f => f is { Length: > 0 }).Select(f => Path.Combine(f!, "sonata", name)).FirstOrDefault(Directory.Exists);
        Assert.SkipWhen(found is null, $"third-party data sonata/{name} is not here (set MULTISCALE_DATA to its folder)");
        return found!;
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
