using System.Globalization;
using System.Text.Json;
using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// Case RALLPACK3 on tetrahedra: the axon of RALLPACK1 with the squid's channels as molecules of 5 states (n^4) and 8 states (m^3 h), against NEURON with 1000 compartments and
/// CVODE at 1e-7. Densities refer to the cylinder; capacitance, leak and channels are scaled to the surface of the bar.
/// </summary>
public sealed class SquidAxonTets
{
    private const double Diameter = 1, Length = 1000, Rest = -65; // um, mV

    private readonly Communicator ranks;
    private readonly TetMesh mesh;
    private readonly ReactionDiffusionOptions options;
    private readonly long seed;

    /// <param name="layers">Layers of six tets.</param>
    /// <param name="step">[ms]</param>
    /// <param name="crowd">So many times the channels, each of so much less conductance.</param>
    public SquidAxonTets(Communicator ranks, ReactionMethod method, int layers, double step, double crowd = 1, long seed = 1)
    {
        (this.ranks, this.seed) = (ranks, seed);
        double side = Math.Sqrt(Math.PI) / 2 * Diameter, area = Math.PI * Diameter * Length, ratio = area / (4 * side * Length);
        mesh = BarMesh.Create(side, Length, 1, layers);
        const double potassium = 18, sodium = 60, single = 20; // per um^2, pS
        options = new ReactionDiffusionOptions
        {
            Species = States().ToDictionary(s => s.Name, _ => new MoleculeOptions()),
            Patches = new Dictionary<string, PatchOptions> { ["side"] = new() },
            Reactions = Transitions(),
            Initial = [.. States().Select(s => new InitialOptions { Species = s.Name, In = "side", Count = s.Share * crowd * area * (s.Name[0] == 'n' ? potassium : sodium) })],
            Method = method,
            Membrane = new()
            {
                Compartment = "axon", Patches = ["side"], Resistivity = 1, Capacitance = ratio, Initial = Rest, Step = step,
                Leaks = [new() { Conductance = 2.5e-5 * ratio, Reversal = -65 }],
                Ohmic = [new() { Species = "n4", Conductance = single / crowd, Reversal = -77 }, new() { Species = "m3h1", Conductance = single / crowd, Reversal = 50 }],
                CurrentClamps = [new() { In = "start", Amplitude = 0.1 }],
            },
        };
    }

    /// <summary>Channels as concentrations, to 100 ms. Collective.</summary>
    /// <param name="folder">Of b3_rallpack3.csv.</param>
    public static IEnumerable<VerificationRow> Concentrations(string folder, Communicator ranks)
    {
        var (start, end) = new SquidAxonTets(ranks, ReactionMethod.Deterministic, 400, 0.01).Errors(folder, 100);
        yield return new VerificationRow("RALLPACK3", "NEURON cvode", "concentrations: RMS of V at 0 um, 0 to 100 ms", start, 0.15, "mV");
        yield return new VerificationRow("RALLPACK3", "NEURON cvode", "concentrations: RMS of V at 1000 um, 0 to 100 ms", end, 1.1, "mV");
    }

    /// <summary>Channels one by one, five times as many of a fifth of the conductance: noise moves spikes, but makes and hides none. Collective.</summary>
    public static IEnumerable<VerificationRow> Molecules(string folder, Communicator ranks, double until, double allowedTime, double allowedHeight)
    {
        var molecules = Spikes(new SquidAxonTets(ranks, ReactionMethod.Stochastic, 400, 0.01, crowd: 5).Solver(), until);
        var levels = Spikes(new SquidAxonTets(ranks, ReactionMethod.Deterministic, 400, 0.01).Solver(), until);
        using var reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "b3_rallpack3.json")));
        for (int end = 0; end < 2; end++)
        {
            var expected = reference.RootElement.GetProperty("spikes_ms").GetProperty($"x{end}").EnumerateArray().Select(x => x.GetDouble()).Where(t => t < until - 1).ToArray();
            string where = $"at {1000 * end} um";
            yield return new VerificationRow("RALLPACK3-STOCH", "NEURON cvode", $"molecules: spikes {where}, missing or too many", Math.Abs(expected.Length - molecules[end].Count(s => s.Time < until - 1)), 0, "1");
            yield return new VerificationRow("RALLPACK3-STOCH", "NEURON cvode", $"molecules: spike times {where}, to {until - 1} ms, largest difference", expected.Zip(molecules[end]).Max(s => Math.Abs(s.First - s.Second.Time)), allowedTime, "ms");
            yield return new VerificationRow("RALLPACK3-STOCH", "concentrations", $"molecules: peaks {where}, largest difference", levels[end].Zip(molecules[end]).Take(expected.Length).Max(s => Math.Abs(s.First.Peak - s.Second.Peak)), allowedHeight, "mV");
        }
    }

    /// <summary>Upward crossings of 0 mV, between steps of 0.01 ms, and the peaks that follow, at both ends. Collective.</summary>
    public static List<(double Time, double Peak)>[] Spikes(MembraneSolver solver, double until)
    {
        List<(double Time, double Peak)>[] spikes = [[], []];
        double[] before = [Rest, Rest];
        for (int k = 1; k <= (int)Math.Round(100 * until); k++)
        {
            solver.Advance(SimTime.FromMilliseconds(0.01 * k));
            var (a, b) = Ends(solver);
            double[] now = [a, b];
            for (int end = 0; end < 2; end++)
            {
                if (before[end] < 0 && now[end] >= 0) spikes[end].Add((0.01 * (k - now[end] / (now[end] - before[end])), now[end]));
                else if (now[end] > 0 && spikes[end].Count > 0) spikes[end][^1] = spikes[end][^1] with { Peak = Math.Max(spikes[end][^1].Peak, now[end]) };
            }
            before = now;
        }
        return spikes;
    }

    /// <summary>RMS errors at both ends [mV]. Collective.</summary>
    public (double Start, double End) Errors(string folder, double until)
    {
        var solver = Solver();
        double start = 0, end = 0;
        int samples = 0;
        foreach (var (time, v0, v1) in Reference(folder))
        {
            if (time > until + 1e-9) break;
            // The first row is half a step of the reference.
            if (time == 0) continue;
            solver.Advance(SimTime.FromMilliseconds(time));
            var (a, b) = Ends(solver);
            start += (a - v0) * (a - v0);
            end += (b - v1) * (b - v1);
            samples++;
        }
        return (Math.Sqrt(start / samples), Math.Sqrt(end / samples));
    }

    public MembraneSolver Solver() => (MembraneSolver)IReactionSolver.Create(ModelBuilder.Build(options, mesh), options, seed, VerificationRun.Slices(mesh, ranks), ranks);

    /// <summary>Mean potentials of the four vertices of each end [mV].</summary>
    public static (double Start, double End) Ends(MembraneSolver solver)
    {
        var v = solver.Potentials;
        int slices = v.Length / 4;
        double start = 0, end = 0;
        // The lattice numbers its vertices along z first.
        for (int corner = 0; corner < 4; corner++) (start, end) = (start + v[corner * slices] / 4, end + v[corner * slices + slices - 1] / 4);
        return (start, end);
    }

    private static IEnumerable<(double, double, double)> Reference(string folder)
    {
        foreach (string line in File.ReadLines(Path.Combine(folder, "b3_rallpack3.csv")).Skip(1))
        {
            double[] n = [.. line.Split(',').Select(x => double.Parse(x, CultureInfo.InvariantCulture))];
            yield return (n[0], n[1], n[2]);
        }
    }

    private static readonly (string Up, string Down) N = ("0.01*(V + 55)/(1 - exp(-(V + 55)/10))", "0.125*exp(-(V + 65)/80)");
    private static readonly (string Up, string Down) M = ("0.1*(V + 40)/(1 - exp(-(V + 40)/10))", "4*exp(-(V + 65)/18)");
    private static readonly (string Up, string Down) H = ("0.07*exp(-(V + 65)/20)", "1/(1 + exp(-(V + 35)/10))");

    private static Dictionary<string, RateOptions> Transitions()
    {
        var all = new Dictionary<string, RateOptions>();
        for (int n = 0; n < 4; n++) Add($"n{n}", $"n{n + 1}", N, 4 - n, n + 1);
        for (int h = 0; h < 2; h++)
            for (int m = 0; m < 3; m++) Add($"m{m}h{h}", $"m{m + 1}h{h}", M, 3 - m, m + 1);
        for (int m = 0; m < 4; m++) Add($"m{m}h0", $"m{m}h1", H, 1, 1);
        return all;

        void Add(string from, string to, (string Up, string Down) gate, int closed, int open) =>
            all[$"{from} <-> {to} on side"] = new() { Forward = $"{closed}*{gate.Up} [1/ms]", Backward = $"{open}*{gate.Down} [1/ms]" };
    }

    /// <summary>The states and their shares at rest: binomial.</summary>
    private static IEnumerable<(string Name, double Share)> States()
    {
        double n = AtRest(N), m = AtRest(M), h = AtRest(H);
        for (int k = 0; k <= 4; k++) yield return ($"n{k}", Binomial(4, k) * Math.Pow(n, k) * Math.Pow(1 - n, 4 - k));
        for (int k = 0; k <= 3; k++)
            for (int j = 0; j <= 1; j++) yield return ($"m{k}h{j}", Binomial(3, k) * Math.Pow(m, k) * Math.Pow(1 - m, 3 - k) * (j == 0 ? 1 - h : h));

        static double AtRest((string Up, string Down) gate)
        {
            double up = TabulatedRate.Parse(gate.Up, 1).At(Rest), down = TabulatedRate.Parse(gate.Down, 1).At(Rest);
            return up / (up + down);
        }

        static double Binomial(int n, int k) => k == 0 ? 1 : Binomial(n - 1, k - 1) * n / k;
    }
}
