using System.Globalization;
using Multiscale.Core;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>The network of `bench neurons` in NEURON-compatible mode: every spike in the step in which NEURON 8.2.2 has it, on any number of ranks.</summary>
internal static class NetbenchVerification
{
    private const string Name = "netbench", Oracle = "NEURON so0";

    // The reference has nine digits; spikes are ends of steps with four decimals.
    private const double Sample = 0.1, VoltageTolerance = 1e-6;

    public static IEnumerable<VerificationRow> Run(string folder, Communicator ranks)
    {
        foreach (var (cells, end) in new[] { (16, 200.0), (64, 200.0), (256, 50.0) })
        {
            var solver = new NeuronSolver(Netbench.Options, Netbench.Of(cells, ranks), ranks);
            double[] voltages = [.. Read(folder, $"netbench_n{cells}_tab0.v0.csv").Select(r => r[1])];
            double error = 0;
            for (int i = 1; i < voltages.Length; i++)
            {
                solver.Advance(SimTime.FromMilliseconds(Sample * i));
                if (solver.Layout.LocalOf(0) < 0) continue;
                double difference = Math.Abs(solver.VoltageAt(0, 0, 0.5) - voltages[i]);
                error = difference > error || double.IsNaN(difference) ? difference : error;
            }
            var expected = Read(folder, $"netbench_n{cells}_tab0.spikes.csv").Select(r => (Gid: (long)r[1], Time: r[0])).ToArray();
            yield return new VerificationRow(Name, Oracle, $"{cells} cells, {end} ms: wrong of {expected.Length} spikes", Differences(expected, All(solver, ranks)), 0, "1");
            yield return new VerificationRow(Name, Oracle, $"{cells} cells, {end} ms: v of soma 0, largest", ranks.Max(error), VoltageTolerance, "mV");
            if (ranks.Size == 1) continue;
            foreach (var (mode, options) in new[] { ("as NEURON", Netbench.Options), ("default", Netbench.Default) })
            {
                var (spikes, wrong, wrongVoltages) = NetbenchRanks.Differences(options, cells, end, ranks);
                yield return new VerificationRow(Name, "one rank, to the bit", $"{cells} cells on {ranks.Size} ranks, {mode}: of {spikes} spikes", wrong, 0, "1");
                yield return new VerificationRow(Name, "one rank, to the bit", $"{cells} cells on {ranks.Size} ranks, {mode}: voltages", wrongVoltages, 0, "1");
            }
        }
    }

    /// <summary>Spikes of all ranks by time, then cell; times with four decimals.</summary>
    private static (long Gid, double Time)[] All(NeuronSolver solver, Communicator ranks)
    {
        var flat = ranks.Allgatherv<double>(solver.Spikes.SelectMany(s => new[] { s.Gid, Math.Round(s.Time, 4) }).ToArray());
        return [.. flat.Chunk(2).Select(p => (Gid: (long)p[0], Time: p[1])).OrderBy(s => s.Time).ThenBy(s => s.Gid)];
    }

    /// <summary>How many, taken one by one, are not the same cell in the same step.</summary>
    private static int Differences((long Gid, double Time)[] expected, (long Gid, double Time)[] actual) =>
        Math.Max(expected.Length, actual.Length) - expected.Zip(actual, (e, a) => e == a ? 1 : 0).Sum();

    private static IEnumerable<double[]> Read(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        try
        {
            return [.. File.ReadLines(path).Skip(1).Select(l => Array.ConvertAll(l.Split(','), p => double.Parse(p, CultureInfo.InvariantCulture)))];
        }
        catch (IOException e)
        {
            throw new InputException("MS0240", $"cannot read the reference: {e.Message}", "point at the folder of the verification case", new SourceLocation(path));
        }
    }
}
