using System.Text.Json;
using System.Text.Json.Nodes;
using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>Writes a circuit and what is to be done with it as a folder of SONATA files.</summary>
public static class CircuitFolder
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Writes circuit_config.json and network/{nodes.h5, node_types.csv, edges.h5, edge_types.csv}; with several populations of a kind each has its own files, POPULATION_nodes.h5 and so on.
    /// </summary>
    /// <returns>The path of circuit_config.json.</returns>
    public static string Write(string folder, Circuit circuit)
    {
        string network = Path.Combine(folder, "network");
        JsonArray nodeEntries = [], edgeEntries = [];
        foreach (var nodes in circuit.Nodes)
        {
            string prefix = circuit.Nodes.Count > 1 ? nodes.Name + "_" : "";
            NodePopulation.Write(Path.Combine(network, prefix + "nodes.h5"), nodes);
            nodes.Types.Write(Path.Combine(network, prefix + "node_types.csv"));
            nodeEntries.Add(new JsonObject { ["nodes_file"] = $"$NETWORK_DIR/{prefix}nodes.h5", ["node_types_file"] = $"$NETWORK_DIR/{prefix}node_types.csv" });
        }
        foreach (var edges in circuit.Edges)
        {
            string prefix = circuit.Edges.Count > 1 ? edges.Name + "_" : "";
            EdgePopulation.Write(Path.Combine(network, prefix + "edges.h5"), edges);
            edges.Types.Write(Path.Combine(network, prefix + "edge_types.csv"));
            edgeEntries.Add(new JsonObject { ["edges_file"] = $"$NETWORK_DIR/{prefix}edges.h5", ["edge_types_file"] = $"$NETWORK_DIR/{prefix}edge_types.csv" });
        }
        var components = new JsonObject();
        foreach (var (name, path) in circuit.Components) components[name] = Path.GetRelativePath(folder, path);
        return Write(folder, "circuit_config.json", new JsonObject
        {
            ["manifest"] = new JsonObject { ["$NETWORK_DIR"] = "./network" },
            ["components"] = components,
            ["networks"] = new JsonObject { ["nodes"] = nodeEntries, ["edges"] = edgeEntries },
        });
    }

    /// <summary>Writes node_sets.json: name to node ids of one population.</summary>
    public static string WriteNodeSets(string folder, IEnumerable<(string Name, string Population, long[] Ids)> sets)
    {
        var json = new JsonObject();
        foreach (var (name, population, ids) in sets)
            json[name] = new JsonObject { ["population"] = population, ["node_id"] = new JsonArray([.. ids.Select(i => (JsonNode)i)]) };
        return Write(folder, "node_sets.json", json);
    }

    /// <summary>Writes simulation_config.json; paths become relative to it.</summary>
    public static string Write(string folder, SimulationConfig config)
    {
        string? Relative(string? path) => path is null ? null : Path.GetRelativePath(folder, path);
        var inputs = new JsonObject();
        foreach (var input in config.Inputs)
            inputs[input.Name] = Compact(input switch
            {
                SpikesInput spikes => new() { ["input_type"] = "spikes", ["module"] = spikes.Module, ["node_set"] = NodeSet(spikes.NodeSet), ["input_file"] = Relative(spikes.File) },
                CurrentClampInput clamp => new() { ["input_type"] = "current_clamp", ["module"] = "IClamp", ["node_set"] = NodeSet(clamp.NodeSet), ["amp"] = clamp.Amplitude, ["delay"] = clamp.Delay, ["duration"] = clamp.Duration },
                ReplayInput replay => new() { ["input_type"] = "spikes", ["module"] = "synapse_replay", ["node_set"] = NodeSet(replay.NodeSet), ["spike_file"] = Relative(replay.File), ["source"] = NodeSet(replay.Source), ["delay"] = replay.Delay },
                _ => JsonNode.Parse(((OtherInput)input).Json)!.AsObject(),
            });
        var reports = new JsonObject();
        foreach (var r in config.Reports)
            reports[r.Name] = Compact(new()
            {
                ["cells"] = NodeSet(r.Cells), ["variable_name"] = r.Variable, ["module"] = r.Module, ["sections"] = r.Sections, ["compartments"] = r.Compartments, ["dt"] = r.Step,
                ["start_time"] = r.Start, ["end_time"] = r.End, ["unit"] = r.Unit, ["scaling"] = r.Scaling, ["file_name"] = r.FileName, ["enabled"] = r.Enabled,
            });
        return Write(folder, "simulation_config.json", Compact(new()
        {
            ["run"] = Compact(new() { ["tstart"] = config.Start, ["tstop"] = config.Stop, ["dt"] = config.Step, ["dL"] = config.CompartmentLength, ["spike_threshold"] = config.SpikeThreshold, ["random_seed"] = config.Seed, ["stimulus_seed"] = config.StimulusSeed, ["minis_seed"] = config.MinisSeed, ["integration_method"] = config.IntegrationMethod, ["nsteps_block"] = config.BlockSteps }),
            ["target_simulator"] = config.TargetSimulator,
            ["network"] = Relative(config.Network),
            ["node_sets_file"] = Relative(config.NodeSetsFile),
            ["node_set"] = NodeSet(config.NodeSet),
            ["conditions"] = Compact(new() { ["celsius"] = config.Celsius, ["v_init"] = config.InitialVoltage }),
            ["inputs"] = inputs,
            ["connection_overrides"] = config.ConnectionOverrides.Count == 0 ? null : new JsonArray([.. config.ConnectionOverrides.Select(o => Compact(new()
            {
                ["name"] = o.Name, ["source"] = NodeSet(o.Source), ["target"] = NodeSet(o.Target), ["weight"] = o.Weight, ["synapse_delay_override"] = o.SynapseDelay, ["spont_minis"] = o.SpontaneousRate,
                ["synapse_configure"] = o.Configure.Count == 0 ? null : string.Join("; ", o.Configure.Select(a => FormattableString.Invariant($"%s.{a.Variable} {(a.Scales ? "*=" : "=")} {a.Value:r}"))),
            }))]),
            ["output"] = Compact(new() { ["output_dir"] = Relative(config.OutputFolder), ["spikes_file"] = config.SpikesFile, ["spikes_sort_order"] = config.SpikesSortOrder, ["log_file"] = config.LogFile, ["overwrite_output_dir"] = config.Overwrite }),
            ["reports"] = reports,
        }));
    }

    private static JsonNode? NodeSet(string? set) => set is ['{', ..] ? JsonNode.Parse(set) : set;

    private static JsonObject Compact(JsonObject json)
    {
        foreach (string key in json.Where(p => p.Value is null).Select(p => p.Key).ToArray()) json.Remove(key);
        return json;
    }

    private static string Write(string folder, string name, JsonObject json)
    {
        string path = Path.Combine(folder, name);
        TextFile.Write(path, json.ToJsonString(Indented) + "\n");
        return path;
    }
}
