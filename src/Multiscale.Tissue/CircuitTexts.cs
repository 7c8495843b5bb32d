using System.Text.Json;
using System.Text.Json.Nodes;
using Multiscale.Formats;

namespace Multiscale.Tissue;

/// <summary>What goes with the circuit's tables: node sets, synapse parameters and the simulation as other SONATA tools expect it (Dai et al. 2020).</summary>
internal static class CircuitTexts
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public static string NodeSets(IReadOnlyList<int> stimulated) => Text(new JsonObject
    {
        ["All"] = new JsonObject { ["population"] = CircuitTables.Population },
        ["Excitatory"] = new JsonObject { ["population"] = CircuitTables.Population, ["synapse_class"] = "EXC" },
        ["Inhibitory"] = new JsonObject { ["population"] = CircuitTables.Population, ["synapse_class"] = "INH" },
        ["Stimulated"] = new JsonObject { ["population"] = CircuitTables.Population, ["node_id"] = new JsonArray([.. stimulated.Select(i => (JsonNode)i)]) },
    });

    /// <summary>Conductances of AMPA and GABA-A at 37 C: rise and decay [ms], reversal [mV].</summary>
    public static string Synapse(bool excitatory) => Text(new JsonObject
    {
        ["tau1"] = excitatory ? 0.2 : 0.5, ["tau2"] = excitatory ? 2.0 : 6.0, ["erev"] = excitatory ? 0.0 : -75.0,
    });

    public static SimulationConfig Simulation(string folder, CaseDefaults defaults, long seed) => new()
    {
        Network = Path.Combine(folder, TissueFiles.Circuit), NodeSetsFile = Path.Combine(folder, TissueFiles.NodeSets),
        Stop = defaults.Duration, Step = defaults.Step, Seed = seed, SpikeThreshold = defaults.SpikeThreshold, Celsius = defaults.Celsius, InitialVoltage = defaults.InitialVoltage,
        Inputs = [new CurrentClampInput("stimulus", defaults.NodeSet, defaults.Amplitude, defaults.StimulusStart, defaults.StimulusDuration)],
        OutputFolder = Path.Combine(folder, "output"), SpikesSortOrder = "by_time",
    };

    private static string Text(JsonObject json) => json.ToJsonString(Indented) + "\n";
}
