using System.Globalization;
using System.Text.Json;
using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>A reference trace: a table with one named column per quantity, the first being time [ms].</summary>
internal sealed class ReferenceTable
{
    private readonly Dictionary<string, double[]> columns = [];

    private ReferenceTable(string[] lines)
    {
        var names = lines[0].Split(',');
        for (int k = 0; k < names.Length; k++)
            columns[names[k]] = [.. lines.Skip(1).Where(l => l.Length > 0).Select(l => double.Parse(l.Split(',')[k], CultureInfo.InvariantCulture))];
        Time = columns[names[0]];
    }

    public double[] Time { get; }

    public double[] this[string column] => columns[column];

    /// <exception cref="InputException">MS0240: the file cannot be read.</exception>
    public static ReferenceTable Read(string folder, string file) => new(Lines(folder, file));

    /// <summary>A part of a case's JSON file.</summary>
    public static JsonElement Property(string folder, string name, string property)
    {
        using var json = JsonDocument.Parse(string.Join('\n', Lines(folder, name + ".json")));
        return json.RootElement.GetProperty(property).Clone();
    }

    /// <summary>The tight-tolerance spike times of a case, by place [ms].</summary>
    public static Dictionary<string, double[]> Spikes(string folder, string name) => Times(Property(folder, name, "spikes_ms"));

    /// <summary>NEURON's own spike times with a fixed step [ms], by place.</summary>
    public static Dictionary<string, double[]> Spikes(string folder, string name, double step, int secondOrder) =>
        Times(Property(folder, name, "error_of_NEURON_fixed_step_vs_cvode").GetProperty(string.Create(CultureInfo.InvariantCulture, $"dt={step},secondorder={secondOrder}")).GetProperty("spikes_ms"));

    private static Dictionary<string, double[]> Times(JsonElement of) =>
        of.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.EnumerateArray().Select(e => e.GetDouble()).ToArray());

    private static string[] Lines(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        try
        {
            return File.ReadAllLines(path);
        }
        catch (IOException e)
        {
            throw new InputException("MS0240", $"cannot read the reference: {e.Message}", "point at the folder of the verification case", new SourceLocation(path));
        }
    }

    /// <summary>Largest difference, samples with a false mark left out.</summary>
    public static double Largest(double[] a, double[] b, Func<int, bool>? counts = null)
    {
        double worst = 0;
        for (int i = 0; i < a.Length; i++) if (counts is null || counts(i)) worst = Greater(worst, Math.Abs(a[i] - b[i]));
        return worst;
    }

    public static double Rms(double[] a, double[] b, Func<int, bool>? counts = null)
    {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < a.Length; i++)
        {
            if (counts is not null && !counts(i)) continue;
            sum += (a[i] - b[i]) * (a[i] - b[i]);
            n++;
        }
        return Math.Sqrt(sum / n);
    }

    /// <summary>Largest difference between spike times at any place; infinite where the numbers of spikes differ.</summary>
    public static double LargestDelay(IReadOnlyDictionary<string, double[]> a, IReadOnlyDictionary<string, double[]> b)
    {
        double worst = 0;
        foreach (var (place, times) in a)
        {
            if (times.Length != b[place].Length) return double.PositiveInfinity;
            worst = Greater(worst, Largest(times, b[place]));
        }
        return worst;
    }

    private static double Greater(double a, double b) => b > a || double.IsNaN(b) ? b : a;
}
