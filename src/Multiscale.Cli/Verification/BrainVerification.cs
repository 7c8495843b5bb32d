using System.Globalization;
using Multiscale.Brain;
using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>
/// Mean-field models against The Virtual Brain (its history kept in doubles) and formulas. Cases on its connectomes
/// need `shared/data` beside the repository.
/// </summary>
internal static class BrainVerification
{
    private const string Tvb = "The Virtual Brain", Formula = "formula";
    private static readonly IntegrationOptions Conformance = new() { Mode = DerivativeMode.Tvb, Noise = false, Speed = 3 };

    /// <summary>The transfer function over a grid of rates, drives, adaptations and leak potentials, through the vector code of every mode.</summary>
    public static IEnumerable<VerificationRow> Transfer(string folder, Communicator ranks)
    {
        var grid = Columns(Path.Combine(folder, "tf_grid.csv"));
        int n = grid["F_e_kHz"].Length;
        foreach (var (mode, precision, allowed, unit) in new[] { (DerivativeMode.Tvb, Precision.Double, 1e-11, "1"), (DerivativeMode.Fast, Precision.Double, 1e-11, "1"), (DerivativeMode.Fast, Precision.Single, 1e-6, "kHz") })
        {
            var options = Conformance with { Mode = mode, Precision = precision, Scheme = IntegrationScheme.Euler };
            var program = Compile("adex-second", options, new() { ["G"] = 0 }, regional: ["E_L_e", "E_L_i", "external_input_ex_ex", "external_input_in_ex"]);
            var batch = new BrainBatch(program, Unconnected(n), [new ParameterPoint(0, [])], new Dictionary<string, double[]>
            {
                ["E_L_e"] = grid["E_L_mV"], ["E_L_i"] = grid["E_L_mV"], ["external_input_ex_ex"] = grid["Fe_ext_kHz"], ["external_input_in_ex"] = grid["Fe_ext_kHz"],
            });
            batch.SetInitial("E", grid["Fe_kHz"]);
            batch.SetInitial("I", grid["Fi_kHz"]);
            batch.SetInitial("W_e", grid["W_pA"]);
            batch.SetInitial("W_i", grid["W_pA"]);
            batch.Advance(1);
            foreach (string name in (string[])["F_e", "F_i"])
            {
                double worst = 0;
                for (int i = 0; i < n; i++)
                {
                    double expected = grid[name + "_kHz"][i], error = Math.Abs(batch.State(name, 0, i) - expected);
                    // Below 1e-300 numbers lose digits.
                    worst = Math.Max(worst, precision == Precision.Single ? error : expected > 1e-300 ? error / expected : 0);
                }
                yield return new VerificationRow("brain_transfer", Formula, $"{name}, {mode.ToString().ToLowerInvariant()}, {precision.ToString().ToLowerInvariant()}", worst, allowed, unit);
            }
        }
    }

    /// <summary>Single nodes without coupling.</summary>
    public static IEnumerable<VerificationRow> Nodes(string folder, Communicator ranks)
    {
        Dictionary<string, double> Adex(double b, double T, double ele, double eli, double ext) =>
            new() { ["G"] = 0, ["b_e"] = b, ["T"] = T, ["E_L_e"] = ele, ["E_L_i"] = eli, ["external_input_ex_ex"] = ext, ["external_input_in_ex"] = ext };
        VerificationRow Adapt(string file, string model, Dictionary<string, double> values, int every, params (string, double)[] initial) =>
            Node(folder, file, model, values, 0.1, every, ["E", "I"], 1e-10, "kHz", initial);
        yield return Adapt("adex2_node_A", "adex-second", Adex(60, 19, -63, -65, 1.2e-3), 50, ("W_e", 40));
        yield return Adapt("adex2_node_B", "adex-second", Adex(0, 5, -64, -64, 0.315e-3), 25, ("E", 1e-3), ("I", 2e-3), ("C_ee", 1e-7), ("C_ei", 5e-8), ("C_ii", 2e-7), ("ou", 1));
        var withVoltage = Adex(20, 20, -63, -65, 1e-3);
        withVoltage["a_e"] = 4;
        yield return Adapt("adex2_node_ae", "adex-second", withVoltage, 50, ("E", 1e-3), ("I", 2e-3), ("W_e", 50), ("ou", -2));
        yield return Adapt("adex1_node_A", "adex-first", Adex(60, 19, -63, -65, 1.2e-3), 50, ("W_e", 40));
        yield return Node(folder, "mpr_node", "mpr", new() { ["G"] = 0 }, 0.005, 50, ["r", "V"], 1e-10, "1", ("r", 0.1), ("V", -1.5));
        yield return Node(folder, "mpr_node_bist", "mpr", new() { ["G"] = 0, ["J"] = 14.5, ["eta"] = -4.6, ["Delta"] = 0.7 }, 0.005, 50, ["r", "V"], 1e-10, "1", ("r", 1), ("V", 0));
        yield return Node(folder, "rww_node", "reduced-wong-wang", new() { ["G"] = 0 }, 0.1, 50, ["S"], 1e-10, "1", ("S", 0.1));
        yield return Node(folder, "epileptor_node", "epileptor", [], 0.05, 200, ["x1", "y1", "z", "x2", "y2", "g"], 1e-8, "1");
    }

    /// <summary>68 regions with delays, in asynchronous and in UP/DOWN states; and how far the fast modes are from each other.</summary>
    public static IEnumerable<VerificationRow> Network68(string folder, Communicator ranks)
    {
        var connectome = ConnectomeFile.ReadZip(ShippedFiles.Beside("connectivity_68.zip")!).Normalized(Normalization.Columns);
        foreach (var (name, g, b, drive, adaptation) in new[] { ("net68_AI", 0.3, 5.0, 1e-3, 20.0), ("net68_UD", 0.4, 60.0, 1.2e-3, 60.0) })
        {
            var reference = NpyFile.ReadAll(Path.Combine(folder, name + ".npz"));
            Dictionary<string, double> values = new() { ["G"] = g, ["b_e"] = b, ["T"] = 19, ["E_L_e"] = -63, ["E_L_i"] = -65, ["external_input_ex_ex"] = drive, ["external_input_in_ex"] = drive };
            BrainBatch Start(string model, IntegrationOptions options)
            {
                var batch = new BrainBatch(Compile(model, options, values), connectome, [new ParameterPoint(0, [])]);
                batch.SetInitial("E", [.. Enumerable.Range(0, connectome.Count).Select(k => 1e-4 * (1 + k % 7))]);
                batch.SetInitial("I", [.. Enumerable.Range(0, connectome.Count).Select(k => 2e-4 * (1 + k % 5))]);
                batch.SetInitial("W_e", [.. Enumerable.Repeat(adaptation, connectome.Count)]);
                return batch;
            }
            var conformant = Start("adex-second", Conformance);
            var second = Start("adex-second", Conformance with { Mode = DerivativeMode.Fast });
            var first = Start("adex-first", Conformance with { Mode = DerivativeMode.Fast });
            var euler = Start("adex-first", Conformance with { Mode = DerivativeMode.Fast, Scheme = IntegrationScheme.Euler });
            var single = Start("adex-first", Conformance with { Mode = DerivativeMode.Fast, Scheme = IntegrationScheme.Euler, Precision = Precision.Single });
            BrainBatch[] all = [conformant, second, first, euler, single];
            double rates = 0, adaptations = 0;
            var between = new double[3];
            for (int row = 0, rows = reference["t_ms"].Values.Length; row < rows; row++)
            {
                foreach (var batch in all) batch.Advance(25);
                for (int k = 0; k < connectome.Count; k++)
                {
                    int at = row * connectome.Count + k;
                    double E(BrainBatch batch) => batch.State("E", 0, k);
                    rates = Math.Max(rates, Math.Max(Math.Abs(E(conformant) - reference["E"].Values[at]), Math.Abs(conformant.State("I", 0, k) - reference["I"].Values[at])));
                    adaptations = Math.Max(adaptations, Math.Abs(conformant.State("W_e", 0, k) - reference["W_e"].Values[at]));
                    between[0] = Math.Max(between[0], Math.Abs(E(second) - E(conformant)));
                    between[1] = Math.Max(between[1], Math.Abs(E(first) - E(conformant)));
                    between[2] = Math.Max(between[2], Math.Abs(E(single) - E(euler)));
                }
            }
            yield return new VerificationRow(name, Tvb, "E and I, tvb mode", rates, 1e-8, "kHz");
            yield return new VerificationRow(name, Tvb, "W_e, tvb mode", adaptations, 1e-5, "pA");
            yield return new VerificationRow(name, "tvb mode", "E, fast mode, second order", 1e3 * between[0], 1e-4, "Hz");
            yield return new VerificationRow(name, "tvb mode", "E, fast mode, first order", 1e3 * between[1], 1e-3, "Hz");
            yield return new VerificationRow(name, "first order, Euler, double", "E, the same in single precision", 1e3 * between[2], 1e-2, "Hz");
        }
    }

    /// <summary>76 regions of quadratic integrate-and-fire mean fields with delays.</summary>
    public static IEnumerable<VerificationRow> Network76(string folder, Communicator ranks)
    {
        var connectome = ConnectomeFile.ReadZip(ShippedFiles.Beside("connectivity_76.zip")!).WithoutDiagonal().Normalized(Normalization.Maximum);
        var reference = NpyFile.ReadAll(Path.Combine(folder, "mpr_net76.npz"));
        var program = Compile("mpr", new IntegrationOptions { TimeStep = 0.01, Speed = 4, Noise = false }, new() { ["G"] = 0.05, ["J"] = 14.5, ["eta"] = -4.6, ["Delta"] = 0.7 });
        var batch = new BrainBatch(program, connectome, [new ParameterPoint(0, [])]);
        batch.SetInitial("r", [.. Enumerable.Range(0, connectome.Count).Select(k => 0.02 * (1 + k % 9))]);
        batch.SetInitial("V", [.. Enumerable.Range(0, connectome.Count).Select(k => -2 + 0.2 * (k % 11))]);
        double worst = 0;
        for (int row = 0, rows = reference["t_ms"].Values.Length; row < rows; row++)
        {
            batch.Advance(100);
            foreach (string name in (string[])["r", "V"])
                for (int k = 0; k < connectome.Count; k++) worst = Math.Max(worst, Math.Abs(batch.State(name, 0, k) - reference[name].Values[row * connectome.Count + k]));
        }
        yield return new VerificationRow("mpr_net76", Tvb, "r and V", worst, 1e-10, "1");
    }

    /// <summary>The balloon model under a course of activity, and the kernel of the convolution.</summary>
    public static IEnumerable<VerificationRow> Bold(string folder, Communicator ranks)
    {
        var reference = Columns(Path.Combine(folder, "balloon.csv"));
        const double step = 2; // [ms]
        var balloon = new BalloonWindkessel(2, 1e-3 * step);
        double[] x = new double[2], bold = new double[2];
        double worst = 0;
        int done = 0;
        for (int row = 0; row < reference["t_ms"].Length; row++)
        {
            for (; done * step < reference["t_ms"][row]; done++)
            {
                // The activity at the end of a step acts during it.
                double t = (done + 1) * step;
                x[0] = 0.1 + (t is > 5000 and < 6000 ? 0.4 : 0) + 0.2 * Math.Pow(Math.Sin(2 * Math.PI * t / 9000), 2);
                x[1] = 0.5 * x[0];
                balloon.Advance(x);
            }
            balloon.Read(bold);
            worst = Math.Max(worst, Math.Max(Math.Abs(bold[0] - reference["bold0"][row]), Math.Abs(bold[1] - reference["bold1"][row])));
        }
        yield return new VerificationRow("brain_bold", Tvb, "balloon", worst, 1e-12, "1");
        var kernel = Columns(Path.Combine(folder, "bold_fov_kernel.csv"));
        double off = 0;
        for (int i = 0; i < kernel["t_s"].Length; i++) off = Math.Max(off, Math.Abs(BoldKernel.Response(kernel["t_s"][i]) - kernel["G"][i]));
        yield return new VerificationRow("brain_bold", Tvb, "kernel of the convolution", off, 1e-14, "1");
    }

    private static VerificationRow Node(string folder, string file, string model, Dictionary<string, double> values, double step, int every, string[] states, double allowed, string unit, params (string Name, double Value)[] initial)
    {
        var reference = Columns(Path.Combine(folder, file + ".csv"));
        var batch = new BrainBatch(Compile(model, Conformance with { TimeStep = step, Average = 1 }, values), Unconnected(1), [new ParameterPoint(0, [])]);
        foreach (var (name, value) in initial) batch.SetInitial(name, [value]);
        double worst = 0;
        for (int row = 0; row < reference[states[0]].Length; row++)
        {
            batch.Advance(every);
            foreach (string name in states) worst = Math.Max(worst, Math.Abs(batch.State(name, 0, 0) - reference[name][row]));
        }
        return new VerificationRow(file, Tvb, string.Join(", ", states), worst, allowed, unit);
    }

    private static BrainProgram Compile(string model, IntegrationOptions options, Dictionary<string, double> values, string[]? regional = null) =>
        BrainProgram.Compile(BrainModels.Load(model), options, regional: regional, values: values, cacheFolder: BrainCase.KernelFolder);

    private static Connectome Unconnected(int regions) => new() { Labels = [.. Enumerable.Range(0, regions).Select(i => $"node {i}")], Weights = new double[regions * regions], TractLengths = new double[regions * regions] };

    private static Dictionary<string, double[]> Columns(string file)
    {
        var lines = File.ReadAllLines(file);
        var names = lines[0].Split(',');
        var cells = lines.Skip(1).Where(l => l.Length > 0).Select(l => l.Split(',')).ToArray();
        return names.Select((name, k) => (name, values: cells.Select(c => double.Parse(c[k], CultureInfo.InvariantCulture)).ToArray())).ToDictionary(p => p.name, p => p.values);
    }
}
