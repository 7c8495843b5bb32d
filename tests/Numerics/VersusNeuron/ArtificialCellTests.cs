using System.Globalization;
using System.Text.Json;
using Multiscale.Core;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.NumericsTests;

/// <summary>
/// Cells without a membrane beside NEURON 8.2.2. Events act at their exact times in both programs, so only the search for the crossing differs: each text
/// beside NEURON's run of the same text, 1e-9 ms; IntFire1 beside NEURON's own as well. The others search for the crossing until m is within 1e-7 and 1e-6
/// of 1, as theirs do by other steps: divided by the slowest rise here, 0.005 per ms, that is 2e-5 and 2e-4 ms on each side.
/// </summary>
public sealed class ArtificialCellTests
{
    private static readonly string Folder = Repository.Path("tests", "Unit", "Modeling", "Mod");
    private static readonly JsonElement Protocol = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "protocol.json"))).RootElement.GetProperty("mechanisms");
    private static readonly JsonElement Builtins = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected", "builtins.json"))).RootElement;

    public static TheoryData<string> Texts => [.. Protocol.EnumerateObject().Where(m => m.Value.GetProperty("kind").GetString() == "artificial").Select(m => m.Name)];

    public static TheoryData<int> Runs => [.. Enumerable.Range(0, Builtins.GetProperty("runs").GetArrayLength())];

    [Theory, MemberData(nameof(Texts))]
    public void ArtificialCell_TrainOfEvents_FiresAsItsTextInNeuron(string name)
    {
        var entry = Protocol.GetProperty(name);
        var catalog = new MechanismCatalog();
        catalog.Add(Repository.Path(entry.GetProperty("file").GetString()!));
        double[] times = entry.TryGetProperty("events_ms", out var events) ? Numbers(events) : [];
        double[] weights = entry.TryGetProperty("weights", out var given) ? Numbers(given) : [];
        var spikes = Spikes(entry.GetProperty("mechanism").GetString()!, Parameters(entry), [(weights, times)], 20, catalog);
        double[] expected = [.. File.ReadLines(Path.Combine(Folder, "expected", name + ".csv")).Skip(1).Select(l => double.Parse(l, CultureInfo.InvariantCulture))];
        AssertTimes(expected, spikes, 1e-9);
    }

    [Theory, MemberData(nameof(Runs))]
    public void IntFire_RandomEvents_FiresAsNeuronsOwn(int run)
    {
        var entry = Builtins.GetProperty("runs")[run];
        var events = Numbers(entry.GetProperty("weights")).Zip(Numbers(entry.GetProperty("times"))).GroupBy(e => e.First, e => e.Second).Select(g => (new[] { g.Key }, g.ToArray()));
        var spikes = Spikes(entry.GetProperty("name").GetString()!, Parameters(entry), [.. events], Builtins.GetProperty("stop_ms").GetDouble(), new MechanismCatalog());
        double[] expected = Numbers(entry.GetProperty("spikes"));
        Assert.True(expected.Length > 5, "too few spikes to compare");
        AssertTimes(expected, spikes, entry.GetProperty("name").GetString() switch { "IntFire1" => 1e-9, "IntFire2" => 4e-5, _ => 4e-4 });
    }

    private static void AssertTimes(double[] expected, double[] spikes, double tolerance)
    {
        Assert.Equal(expected.Length, spikes.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], spikes[i], tolerance);
    }

    private static double[] Spikes(string mechanism, Dictionary<string, double> parameters, (double[] Weights, double[] Times)[] events, double stop, MechanismCatalog catalog)
    {
        var solver = new NeuronSolver(new NeuronOptions(), new NeuronNetwork
        {
            Cells = [],
            ArtificialCells = [new ArtificialCell(0, mechanism) { Parameters = parameters }],
            Connections = [.. events.Select((e, i) => new Connection(i, i + 1, 0, 0, e.Weights) { ToCell = true })],
            SpikeSources = [.. events.Select((e, i) => new SpikeSource(i + 1, e.Times))],
        }, new SerialCommunicator(), null, catalog);
        solver.Advance(SimTime.FromMilliseconds(stop));
        return [.. solver.Spikes.Select(s => s.Time)];
    }

    private static Dictionary<string, double> Parameters(JsonElement entry) => entry.GetProperty("parameters").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble());

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetDouble())];
}
