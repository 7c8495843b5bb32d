using System.Globalization;
using System.Text.Json;
using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Modeling;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.NumericsTests;

/// <summary>
/// Every mechanism of tests/Unit/Modeling/Mod and of the program, in one compartment, against the trace that NEURON 8.2.2 made of the same text
/// (tests/Benchmarks/peers/nmodl/expectations.py). The fixed step is the same, so only rounding differs: 1e-6 of each quantity's size.
/// </summary>
public sealed class MechanismTraceTests
{
    private static readonly string Folder = Path.Combine(Home(), "tests", "Unit", "Modeling", "Mod");
    private static readonly JsonElement Protocol = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "protocol.json"))).RootElement;

    /// <summary>Where the traces must differ, and by how much of a quantity's size.</summary>
    private static readonly Dictionary<string, (double Allowed, string Reason)> Departures = new()
    {
        ["two_currents"] = (1e-5, "NEURON takes slopes of currents by finite differences, here they are exact"),
        ["nested_functions"] = (1e-5, "the same"),
        ["comparisons"] = (1e-4, "the same, and its differences see the jumps of conditions"),
        ["arrays_from"] = (1e-3, "BREAKPOINT reads what it wrote before: NEURON runs it twice a step for its difference, here once"),
        ["pointer_v"] = (1e-3, "NEURON's slope does not see that the pointer is the voltage; here it does"),
        ["block_hooks"] = (2e-3, "NEURON counts the start as a step"),
        ["table_function"] = (2e-2, "TABLE is exact here and interpolated there"),
        ["table_rates"] = (2e-3, "the same"),
    };

    /// <summary>What this engine does not do yet, or NEURON does wrongly.</summary>
    private static readonly string[] Left =
    [
        "steadystate_derivative", // NEURON 8.2.2 leaves x at its start, 0.5, where the equation has its root at 0.4924
    ];

    public static TheoryData<string> Density => [.. Names("density").Except(Left)];

    public static TheoryData<string> Point => [.. Names("point").Except(Left)];

    [Theory, MemberData(nameof(Density)), MemberData(nameof(Point))]
    public void Mechanism_OneCompartment_FollowsNeuron(string name) =>
        AssertFollows(name, Departures.TryGetValue(name, out var departure) ? departure.Allowed : 1e-6, interpolate: false);

    /// <summary>As NEURON reads TABLE; its slopes of currents by finite differences remain.</summary>
    [Theory]
    [InlineData("table_function", 1e-5)]
    [InlineData("table_rates", 1e-5)]
    public void Mechanism_TablesInterpolated_FollowsNeuron(string name, double allowed) => AssertFollows(name, allowed, interpolate: true);

    private static void AssertFollows(string name, double allowed, bool interpolate)
    {
        var (columns, rows) = Expected(name);
        var solver = Solver(name, columns, interpolate);
        double worst = 0;
        string where = "";
        for (int r = 0; r < rows.Length; r++)
        {
            if (rows[r][0] > 0) solver.Advance(SimTime.FromMilliseconds(rows[r][0]));
            for (int c = 1; c < columns.Length; c++)
            {
                double value = Read(solver, columns[c], name), expected = rows[r][c], scale = rows.Max(x => Math.Abs(x[c])) + 1e-12;
                double error = Math.Abs(value - expected) / scale;
                if (!(error > worst)) continue;
                (worst, where) = (error, $"{columns[c]} at {rows[r][0]} ms is {value:R}, NEURON has {expected:R}");
            }
        }
        Assert.True(worst < allowed, where);
    }

    private static double Read(NeuronSolver solver, string column, string mechanism)
    {
        if (column == "v") return solver.Voltages[0];
        var entry = Mechanism(mechanism);
        string suffix = entry.GetProperty("mechanism").GetString()!;
        if (entry.GetProperty("kind").GetString() == "point") return solver.PointVariable(0, column);
        return solver.Variable(solver.VariableNames.Contains($"{column}_{suffix}") ? $"{column}_{suffix}" : column)[0];
    }

    private static NeuronSolver Solver(string name, string[] columns, bool interpolate)
    {
        var entry = Mechanism(name);
        var common = Protocol.GetProperty("common");
        var resting = common.GetProperty("resting");
        var catalog = new MechanismCatalog();
        catalog.Add(Path.Combine(Home(), entry.GetProperty("file").GetString()!));
        var pointers = new Dictionary<string, PointerOptions>();
        if (entry.TryGetProperty("pointers", out var given))
            foreach (var p in given.EnumerateObject())
                if (p.Value.GetString()!.Split('.') is [var variable, var other]) pointers[p.Name] = new PointerOptions { Variable = $"{variable}_{other}" };
                else catalog.Pointers[(name, p.Name)] = p.Value.GetString()!;
        if (entry.TryGetProperty("tables", out var tables))
            foreach (var t in tables.EnumerateObject())
            {
                double[] Of(string key) => t.Value.TryGetProperty(key, out var list) ? [.. list.EnumerateArray().Select(x => x.GetDouble())] : [];
                catalog.Tables[(name, t.Name)] = Of("second") is { Length: > 0 } second ? new LookupTable(Of("x"), second, Of("y")) : new LookupTable(Of("x"), Of("y"));
            }
        string suffix = entry.GetProperty("mechanism").GetString()!;
        // The cell's own leak: that of hh where pas itself is looked at.
        double g = common.GetProperty("leak_S_cm2").GetDouble(), e = common.GetProperty("leak_reversal_mV").GetDouble();
        var inserted = new List<MechanismOptions>
        {
            suffix == "pas" ? new() { Name = "hh", Parameters = new Dictionary<string, double> { ["gnabar"] = 0, ["gkbar"] = 0, ["gl"] = g, ["el"] = e } }
                : new() { Name = "pas", Parameters = new Dictionary<string, double> { ["g"] = g, ["e"] = e } },
        };
        if (entry.TryGetProperty("with", out var with))
            foreach (var other in with.EnumerateArray())
            {
                var file = Mechanism(other.GetString()!);
                catalog.Add(Path.Combine(Home(), file.GetProperty("file").GetString()!));
                inserted.Add(new MechanismOptions { Name = file.GetProperty("mechanism").GetString()! });
            }
        bool isPoint = entry.GetProperty("kind").GetString() == "point";
        var parameters = entry.GetProperty("parameters").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble());
        if (!isPoint) inserted.Add(new MechanismOptions { Name = suffix, Parameters = parameters, Pointers = pointers });
        double length = common.GetProperty("length_um").GetDouble(), diameter = common.GetProperty("diameter_um").GetDouble();
        var soma = new Section(0, SectionType.Soma, -1, 0, [new MorphologyPoint(new Point3(0, 0, 0), diameter), new MorphologyPoint(new Point3(length, 0, 0), diameter)]);
        var membrane = MembraneOptions.Bare with { Mechanisms = inserted };
        var clamp = common.GetProperty("clamp");
        double start = clamp.GetProperty("from_ms").GetDouble();
        return new NeuronSolver(
            new NeuronOptions
            {
                TimeStep = common.GetProperty("dt_ms").GetDouble(), Method = IntegrationMethod.ImplicitEuler, Compatibility = Compatibility.Neuron, Celsius = common.GetProperty("celsius").GetDouble(),
                InitialVoltage = common.GetProperty("initial_mV").GetDouble(), Accumulation = false, IonCurrents = true, InterpolateTables = interpolate, Kept = [.. columns.Select(c => $"{c}_{suffix}")],
                SodiumReversal = resting.GetProperty("ena").GetDouble(), PotassiumReversal = resting.GetProperty("ek").GetDouble(),
                SodiumInside = resting.GetProperty("nai").GetDouble(), SodiumOutside = resting.GetProperty("nao").GetDouble(),
                PotassiumInside = resting.GetProperty("ki").GetDouble(), PotassiumOutside = resting.GetProperty("ko").GetDouble(),
                CalciumInside = resting.GetProperty("cai").GetDouble(), CalciumOutside = resting.GetProperty("cao").GetDouble(), Atp = 1.4,
            },
            new NeuronNetwork
            {
                Cells = [new CellDescription(0, new Morphology("one", [soma]), CellModel.Uniform("one", membrane, rest: false))],
                PointProcesses = isPoint ? [new PointProcess(0, suffix, 0, 0, 0.5) { Parameters = parameters }] : [],
                Connections = entry.TryGetProperty("weights", out var weights) ? [new Connection(0, 1, 0, 0, [.. weights.EnumerateArray().Select(w => w.GetDouble())])] : [],
                SpikeSources = entry.TryGetProperty("events_ms", out var events) ? [new SpikeSource(1, [.. events.EnumerateArray().Select(t => t.GetDouble() - 1e-9)])] : [], // at the end of the step, not at the start of the next span
                Clamps = [new CurrentClamp(0, 0, 0.5, start, clamp.GetProperty("to_ms").GetDouble() - start, clamp.GetProperty("amp_nA").GetDouble(), CurrentCarrier.None)],
            },
            new SerialCommunicator(), null, catalog);
    }

    private static JsonElement Mechanism(string name) => Protocol.GetProperty("mechanisms").GetProperty(name);

    private static IEnumerable<string> Names(string kind) => Protocol.GetProperty("mechanisms").EnumerateObject().Where(m => m.Value.GetProperty("kind").GetString() == kind).Select(m => m.Name);

    private static (string[] Columns, double[][] Rows) Expected(string name)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Folder, "expected", name + ".csv"));
        return (lines[0].Split(','), [.. lines.Skip(1).Select(l => l.Split(',').Select(x => double.Parse(x, CultureInfo.InvariantCulture)).ToArray())]);
    }

    private static string Home()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent) if (File.Exists(Path.Combine(at.FullName, "Multiscale.sln"))) return at.FullName;
        throw new DirectoryNotFoundException();
    }
}
