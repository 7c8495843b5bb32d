using System.Diagnostics;
using System.Globalization;
using Multiscale.Metabolism;
using Multiscale.Modeling;
using Multiscale.Numerics;

namespace Multiscale.Cli;

/// <summary>
/// jolivet-1000: 1,000 cells of the 33-state unit in windows of 100 ms under excitation that fades as published, with inputs that differ by 2 % between
/// cells. CVODE integrates a tenth of the same cells, restarted in every window. Errors are against a run at 1e-12. Times are of the process.
/// </summary>
internal static class MetabolismBench
{
    private const int Cells = 1000, Tenth = 100, Judged = 10, Warm = 2, Windows = 6, Repeats = 3;
    private const double Window = 0.1, Tolerance = 1e-6, Tight = 1e-12;

    // CVODE 6.4.1 on an AMD EPYC core of 2026, where SUNDIALS is missing: below threshold, spiking [us].
    private static readonly (string Case, double Synapses, double RecordedPeer)[] Drives = [("jolivet-1000", 40, 1401), ("jolivet-1000-spiking", 240, 5497)];

    public static IEnumerable<BenchLine> Run()
    {
        var model = ReactionNetwork.Load(MetabolismOptions.StandAlone).Model;
        var program = StiffProgram.Compile(model, RosenbrockTableau.Rodas5P);
        foreach (var (name, synapses, recorded) in Drives)
        {
            var reference = Integrate(program, Tight, Judged, synapses).States;
            var (each, states) = Best(() => Integrate(program, Tolerance, Cells, synapses));
            double error = Error(states, Cells, reference);
            (double Microseconds, double[] States)? peer = Cvode(model, synapses);
            for (int r = 1; r < Repeats && peer is not null; r++)
                if (Cvode(model, synapses) is { } again && again.Microseconds < peer.Value.Microseconds) peer = again;
            string rival = peer is null ? "CVODE (recorded)" : "CVODE";
            double theirs = peer?.Microseconds ?? recorded;
            yield return new BenchLine("metabolism", name, "cell-window", each, "us", rival, theirs, theirs / each);
            if (peer is null)
            {
                yield return new BenchLine("metabolism", name, "largest-error", error, "1");
                continue;
            }
            double peerError = Error(peer.Value.States, Tenth, reference);
            yield return new BenchLine("metabolism", name, "largest-error", error, "1", "CVODE", peerError, peerError / error);
            // The loosest of our tolerances whose error is not above CVODE's.
            foreach (double rtol in (double[])[1e-3, 1e-4, 1e-5])
            {
                (each, states) = Best(() => Integrate(program, rtol, Cells, synapses));
                if (Error(states, Cells, reference) > peerError) continue;
                yield return new BenchLine("metabolism", name, "cell-window-equal-error", each, "us", "CVODE", theirs, theirs / each);
                break;
            }
        }
        foreach (var line in WorkAndPrecision()) yield return line;
    }

    /// <summary>The quickest of several runs: others use the machine too.</summary>
    private static (double Microseconds, double[] States) Best(Func<(double Microseconds, double[] States)> run) => Enumerable.Range(0, Repeats).Select(_ => run()).MinBy(r => r.Microseconds);

    /// <summary>Work and precision of the stiff problems: a thousand of each, as lanes; CVODE's times as recorded for one system [us].</summary>
    private static IEnumerable<BenchLine> WorkAndPrecision()
    {
        string folder = ShippedFiles.Folder("configs/verification/stiff");
        foreach (var (name, model, cvode) in new[] { ("hires", "hires", new double[] { 432, 981, 1360 }), ("robertson_t1e5", "robertson", [293, 570, 981]) })
            for (int k = 0; k < 3; k++)
            {
                double rtol = StiffVerification.Tolerances[k], end = StiffVerification.EndOf(folder, name);
                var text = ReactionNetwork.Load(Path.Combine(folder, model + ".model")).Model;
                var program = StiffProgram.Compile(text, RosenbrockTableau.Rodas5P);
                var (each, _) = Best(() =>
                {
                    var batch = new StiffBatch(program, rtol, [.. text.States.Select(_ => 1e-20 * rtol)]);
                    double[] states = Start(text, Cells);
                    var start = Process.GetCurrentProcess().UserProcessorTime;
                    batch.Advance(0, end, new CellBatch(states, [], new StepMemory[Cells], new CellOutcome[Cells]));
                    return ((Process.GetCurrentProcess().UserProcessorTime - start).TotalMicroseconds / Cells, states);
                });
                yield return new BenchLine("metabolism", name, string.Create(CultureInfo.InvariantCulture, $"system-rtol-{rtol:0e-0}"), each, "us", "CVODE (recorded)", cvode[k], cvode[k] / each);
                yield return new BenchLine("metabolism", name, string.Create(CultureInfo.InvariantCulture, $"error-rtol-{rtol:0e-0}"), StiffVerification.Solve(folder, name, model, rtol, RosenbrockTableau.Rodas5P).Error, "1");
            }
    }

    /// <summary>Process time for one cell and window [us], and the states at the end.</summary>
    private static (double Microseconds, double[] States) Integrate(StiffProgram program, double rtol, int count, double synapses)
    {
        var model = program.Model;
        var batch = new StiffBatch(program, rtol, Tolerances(model, rtol));
        double[] states = Start(model, count), inputs = new double[count * model.Inputs.Count];
        var memory = new StepMemory[count];
        var outcomes = new CellOutcome[count];
        var start = TimeSpan.Zero;
        for (int w = 0; w < Windows; w++)
        {
            if (w == Warm) start = Process.GetCurrentProcess().UserProcessorTime;
            Drive(model, w, count, synapses, inputs);
            batch.Advance(0, Window, new CellBatch(states, inputs, memory, outcomes));
        }
        double each = (Process.GetCurrentProcess().UserProcessorTime - start).TotalMicroseconds / (Windows - Warm) / count;
        return (outcomes.All(o => o.Outcome == StiffOutcome.Done) ? each : double.NaN, states);
    }

    private static (double Microseconds, double[] States)? Cvode(EquationModel model, double synapses)
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(Path.Combine(scratch.Path, "equations.h"), CvodeText.Print(model));
        using (var file = new BinaryWriter(File.Create(Path.Combine(scratch.Path, "in.bin"))))
        {
            foreach (int value in (int[])[Tenth, model.States.Count, model.Inputs.Count, Windows]) file.Write(value);
            var inputs = new double[Tenth * model.Inputs.Count];
            foreach (double value in (double[])[Window, Tolerance, .. Tolerances(model, Tolerance), .. Start(model, Tenth)]) file.Write(value);
            for (int w = 0; w < Windows; w++)
            {
                Drive(model, w, Tenth, synapses, inputs);
                foreach (double value in inputs) file.Write(value);
            }
        }
        if (PeerScript.Run("cvode.py", ("CV_FOLDER", scratch.Path), ("CV_WARM", $"{Warm}")) is not { } said) return null;
        var states = new double[Tenth * model.States.Count];
        Buffer.BlockCopy(File.ReadAllBytes(Path.Combine(scratch.Path, "out.bin")), 0, states, 0, states.Length * sizeof(double));
        return (said.GetProperty("us_per_cell_window").GetDouble(), states);
    }

    /// <summary>Cell c of count has the inputs of cell c (1000 / count) of a thousand.</summary>
    private static void Drive(EquationModel model, int window, int count, double synapses, double[] inputs)
    {
        double excitation = synapses * 7.8e-6 * (3.5 + 28.5 * Math.Exp(-Window * window / 2.5));
        for (int c = 0; c < count; c++)
        {
            double own = 0.99 + 0.02 * (c * (Cells / count)) / (Cells - 1);
            for (int i = 0; i < model.Inputs.Count; i++)
                inputs[c * model.Inputs.Count + i] = model.Inputs[i].Name switch { "ge" => excitation * own, "uptake" => 0.05 * own, "F" => 0.012 * own, _ => 0.0055 };
        }
    }

    private static double[] Start(EquationModel model, int count) => [.. Enumerable.Repeat(model.States.Select(s => s.Initial), count).SelectMany(s => s)];

    private static double[] Tolerances(EquationModel model, double rtol) => [.. model.States.Select(s => 1e-3 * rtol * Math.Abs(s.Initial))];

    /// <summary>Largest relative difference of the judged cells to the reference.</summary>
    private static double Error(double[] states, int count, double[] reference)
    {
        int n = reference.Length / Judged;
        double largest = 0;
        for (int c = 0; c < Judged; c++)
            for (int i = 0; i < n; i++) largest = Math.Max(largest, Math.Abs(states[c * (count / Judged) * n + i] / reference[c * n + i] - 1));
        return largest;
    }
}
