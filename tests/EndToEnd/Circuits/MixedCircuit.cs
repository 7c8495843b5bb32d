using Multiscale.Formats;

namespace Multiscale.EndToEndTests;

/// <summary>A SONATA circuit of every kind of node and edge, with a simulation of every kind of input and report, written into a folder.</summary>
internal static class MixedCircuit
{
    public const string Shape = """
        1 1 0 0 0 6 -1
        2 2 0 -6 0 0.8 1
        3 2 0 -40 0 0.6 2
        4 2 10 -60 0 0.4 3
        5 2 -10 -60 0 0.4 3
        6 3 6 0 0 1 1
        7 3 60 0 4 0.8 6
        8 4 0 6 0 1.5 1
        9 4 0 90 0 1.2 8
        10 4 20 150 5 0.6 9
        11 4 -20 150 5 0.6 9
        """;

    // Shipped mechanisms under Allen's keys.
    private const string Fit = """
        {
          "passive": [{ "ra": 120.0, "e_pas": -78.0, "cm": [{ "section": "soma", "cm": 1.0 }, { "section": "axon", "cm": 1.0 }, { "section": "dend", "cm": 2.0 }, { "section": "apic", "cm": 2.0 }] }],
          "conditions": [{ "celsius": 34.0, "v_init": -78.0, "erev": [{ "ena": 53.0, "section": "soma", "ek": -107.0 }] }],
          "genome": [
            { "section": "soma", "name": "gbar_nat", "value": 0.3, "mechanism": "nat" }, { "section": "soma", "name": "gbar_kdr", "value": 0.1, "mechanism": "kdr" },
            { "section": "soma", "name": "g_pas", "value": "5e-5", "mechanism": "" }, { "section": "axon", "name": "g_pas", "value": 5e-5, "mechanism": "" },
            { "section": "dend", "name": "g_pas", "value": 5e-5, "mechanism": "" }, { "section": "apic", "name": "g_pas", "value": 5e-5, "mechanism": "" }
          ]
        }
        """;

    private const string Template = """
        begintemplate typed
        public init
        proc init() { load_morphology($s1, $s2) geom_nseg() biophys() replace_axon() }
        proc geom_nseg() { forsec all { nseg = 1 + 2*int(L/40) } }
        proc biophys() {
          // all sections
          forsec CellRef.all { insert pas  Ra = 100  cm = 1.0  e_pas = -76  g_pas = 3e-05 }
          forsec CellRef.somatic { insert nat insert kdr
            gbar_nat = 0.35
            gbar_kdr = 0.12
            ena = 50  ek = -90 }
          forsec CellRef.apical { insert ih cm = 2 }
          distribute(CellRef.apical, "gbar_ih", "(-0.8696 + 2.087*exp((%.17g)*0.0031))*8e-05")
        }
        endtemplate typed
        """;

    private const string Simulation = """
        {
          "manifest": { "$OUT": "./output" },
          "run": { "tstop": 60, "dt": 0.05, "random_seed": 11, "spike_threshold": -20 },
          "conditions": { "celsius": 34, "v_init": -78, "modifications": { "less": { "type": "ConfigureAllSections", "node_set": "typed", "section_configure": "%s.gbar_kdr *= 0.9" } } },
          "target_simulator": "NEURON",
          "node_sets_file": "node_sets.json",
          "network": "circuit_config.json",
          "inputs": {
            "trains": { "input_type": "spikes", "module": "h5", "node_set": "input", "input_file": "trains.h5" },
            "again": { "input_type": "spikes", "module": "synapse_replay", "node_set": "cells", "spike_file": "trains.h5", "delay": 20 },
            "clamp": { "input_type": "current_clamp", "module": "IClamp", "node_set": "fitted", "amp": [0.25, 0.1], "delay": [5, 30], "duration": 15 },
            "linear": { "input_type": "current_clamp", "module": "linear", "node_set": "typed", "amp_start": 0.1, "amp_end": 0.3, "delay": 2, "duration": 40 },
            "relative": { "input_type": "current_clamp", "module": "relative_linear", "node_set": "cells", "percent_start": 20, "delay": 10, "duration": 40 },
            "hold": { "input_type": "current_clamp", "module": "hyperpolarizing", "node_set": "cells", "delay": 0, "duration": 60 },
            "pulse": { "input_type": "current_clamp", "module": "pulse", "node_set": "fitted", "amp_start": 0.2, "width": 1.5, "frequency": 100, "delay": 10, "duration": 40 },
            "sine": { "input_type": "current_clamp", "module": "sinusoidal", "node_set": "fitted", "amp_start": 0.05, "frequency": 80, "delay": 0, "duration": 60 },
            "noise": { "input_type": "current_clamp", "module": "noise", "node_set": "cells", "mean_percent": 10, "variance": 0.01, "delay": 0, "duration": 60 },
            "shots": { "input_type": "current_clamp", "module": "relative_shot_noise", "node_set": "cells", "rise_time": 0.4, "decay_time": 4, "mean_percent": 20, "sd_percent": 10, "amp_cv": 0.6, "delay": 0, "duration": 60 },
            "ou": { "input_type": "current_clamp", "module": "ornstein_uhlenbeck", "node_set": "cells", "tau": 3, "mean": 0.02, "sigma": 0.05, "delay": 0, "duration": 60 },
            "openings": { "input_type": "conductance", "module": "relative_ornstein_uhlenbeck", "node_set": "cells", "tau": 2.7, "mean_percent": 5, "sd_percent": 4, "reversal": -10, "delay": 0, "duration": 60 },
            "shunts": { "input_type": "conductance", "module": "absolute_shot_noise", "node_set": "typed", "rise_time": 0.4, "decay_time": 4, "mean": 0.002, "sigma": 0.001, "amp_cv": 0.6, "delay": 0, "duration": 60 },
            "held": { "input_type": "voltage_clamp", "module": "seclamp", "node_set": "fitted", "voltage": -65, "delay": 46, "duration": 10 }
          },
          "connection_overrides": [
            { "name": "strong", "source": "cells", "target": "cells", "weight": 1.5, "spont_minis": 20 },
            { "name": "slow", "source": "input", "target": "typed", "synapse_delay_override": 2.5, "synapse_configure": "%s.tau2 *= 2" }
          ],
          "output": { "output_dir": "$OUT", "spikes_file": "out.h5" },
          "reports": {
            "soma": { "type": "compartment", "cells": "cells", "sections": "soma", "variable_name": "v", "unit": "mV", "dt": 0.1, "start_time": 0, "end_time": 40 },
            "everywhere": { "type": "compartment", "cells": "fitted", "sections": "all", "variable_name": "cm_missing", "dt": 1, "enabled": false },
            "dendrites": { "module": "membrane_report", "cells": "cells", "sections": "apic", "compartments": "all", "variable_name": "v", "dt": 0.5 },
            "gates": { "type": "compartment", "cells": "cells", "sections": "soma", "variable_name": "h_nat", "dt": 0.5, "start_time": 5, "end_time": 50 },
            "total": { "type": "summation", "cells": "cells", "sections": "soma", "variable_name": "ina, ik", "dt": 0.5 },
            "synaptic": { "type": "summation", "cells": "cells", "sections": "all", "variable_name": "Exp2Syn.i", "dt": 0.5 },
            "synapses": { "type": "synapse", "cells": "cells", "sections": "all", "variable_name": "Exp2Syn.g", "unit": "uS", "dt": 0.5 },
            "crossing": { "type": "summation", "cells": "typed", "sections": "soma", "variable_name": "i_membrane", "dt": 0.5 },
            "lfp": { "type": "lfp", "cells": "cells", "electrode_positions": "electrodes.csv", "dt": 0.5 },
            "ecp": { "module": "extracellular", "cells": "cells", "electrode_positions": "electrodes.csv", "dt": 0.5 }
          }
        }
        """;

    /// <summary>Writes it; returns the path of simulation_config.json.</summary>
    public static string Write(string folder)
    {
        foreach (string sub in (string[])["morphologies", "biophysical", "synapses", "points"]) Directory.CreateDirectory(Path.Combine(folder, sub));
        File.WriteAllText(Path.Combine(folder, "morphologies", "shape.swc"), Shape);
        File.WriteAllText(Path.Combine(folder, "biophysical", "fit.json"), Fit);
        File.WriteAllText(Path.Combine(folder, "biophysical", "typed.hoc"), Template);
        File.WriteAllText(Path.Combine(folder, "synapses", "exc.json"), """{ "level_of_detail": "exp2syn", "tau1": 0.3, "tau2": 3.0, "erev": 0.0 }""");
        File.WriteAllText(Path.Combine(folder, "synapses", "instant.json"), """{ "level_of_detail": "instantaneous", "sign": 1 }""");
        File.WriteAllText(Path.Combine(folder, "points", "point.json"), """{ "type": "NEURON_IntFire1", "tau": 0.02, "refrac": 0.004 }""");
        File.WriteAllText(Path.Combine(folder, "simulation_config.json"), Simulation);
        File.WriteAllText(Path.Combine(folder, "electrodes.csv"), "channel x_pos y_pos z_pos\n0 10 20 5\n1 120 -30 40\n4 300 100 0\n");
        var input = Population("input", ["virtual"], 3);
        var cells = Cells();
        var points = new TypeTable("node_type_id", "model_type", "model_template", "dynamics_params");
        points.Add(1, "point_process", "nrn:IntFire1", "point.json");
        var network = new Circuit
        {
            Nodes = [input, cells, new NodePopulation("points", [1, 1], points)],
            Edges =
            [
                Edges("input_to_cells", "input", "cells", [0, 1, 2, 0, 1, 2, 2], [0, 1, 2, 3, 4, 0, 3], ("Exp2Syn", "exc.json"), 0.004, 1.3),
                Edges("cells_to_cells", "cells", "cells", [0, 1, 2, 3, 4, 0], [1, 2, 3, 4, 0, 3], ("exp2syn", "exc.json"), 0.003, 1.1),
                Edges("cells_to_points", "cells", "points", [0, 1, 2, 3], [0, 1, 1, 0], (null, "instant.json"), 0.8, 1.5),
                Edges("points_to_cells", "points", "cells", [0, 1], [2, 4], ("ExpSyn", null), 0.002, 1.7),
            ],
            Components = new Dictionary<string, string>
            {
                ["morphologies_dir"] = Path.Combine(folder, "morphologies"), ["biophysical_neuron_models_dir"] = Path.Combine(folder, "biophysical"),
                ["synaptic_models_dir"] = Path.Combine(folder, "synapses"), ["point_neuron_models_dir"] = Path.Combine(folder, "points"),
            },
        };
        CircuitFolder.Write(folder, network);
        CircuitFolder.WriteNodeSets(folder, [("fitted", "cells", [0, 1, 2]), ("typed", "cells", [3, 4])]);
        SpikesFile.Write(Path.Combine(folder, "trains.h5"), "input", [3, 7.5, 8, 15, 21, 22.3, 33], [0, 1, 0, 2, 1, 2, 0]);
        return Path.Combine(folder, "simulation_config.json");
    }

    private static NodePopulation Population(string name, string[] types, int count)
    {
        var table = new TypeTable("node_type_id", "model_type");
        table.Add(1, types);
        return new NodePopulation(name, [.. Enumerable.Repeat(1L, count)], table);
    }

    private static NodePopulation Cells()
    {
        var types = new TypeTable("node_type_id", "model_type", "model_template", "dynamics_params", "model_processing", "morphology");
        types.Add(1, "biophysical", "ctdb:Biophys1.hoc", "fit.json", "aibs_perisomatic", "shape");
        types.Add(2, "biophysical", "hoc:typed", null, null, "shape");
        var cells = new NodePopulation("cells", [1, 1, 1, 2, 2], types);
        cells.Attributes.Add("x", [0.0, 50, 100, 150, 200]);
        cells.DynamicsParameters.Add("threshold_current", [0.2, 0.22, 0.24, 0.26, 0.28]);
        cells.DynamicsParameters.Add("holding_current", [-0.01, -0.01, 0, 0, -0.02]);
        cells.DynamicsParameters.Add("input_resistance", [150.0, 160, 170, 180, 190]);
        return cells;
    }

    private static EdgePopulation Edges(string name, string from, string to, long[] sources, long[] targets, (string? Template, string? File) kind, double weight, double delay)
    {
        var types = new TypeTable("edge_type_id", "model_template", "dynamics_params");
        types.Add(1, kind.Template, kind.File);
        var edges = new EdgePopulation(name, from, to, sources, targets, [.. sources.Select(_ => 1L)], types);
        edges.Attributes.Add("syn_weight", [.. sources.Select((_, e) => weight * (1 + 0.1 * e))]);
        edges.Attributes.Add("delay", [.. sources.Select((_, e) => delay + 0.05 * e)]);
        // Sections as the files number them: for typed cells those of the whole morphology, with its axon of three sections.
        edges.Attributes.Add("afferent_section_id", [.. targets.Select((t, e) => (double)(to == "points" ? 0 : t >= 3 ? 4 + e % 2 : 1 + e % 2))]);
        edges.Attributes.Add("afferent_section_pos", [.. sources.Select((_, e) => 0.25 + 0.1 * (e % 5))]);
        if (kind.Template == "Exp2Syn") edges.DynamicsParameters.Add("tau2", [.. sources.Select((_, e) => e == 0 ? double.NaN : 2.0 + e)]);
        return edges;
    }
}
