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

    /// <summary>The tight-tolerance spike times of a case [ms].</summary>
    public static double[] Spikes(string folder, string name)
    {
        using var json = JsonDocument.Parse(string.Join('\n', Lines(folder, name + ".json")));
        return [.. json.RootElement.GetProperty("spikes_ms").GetProperty("soma").EnumerateArray().Select(e => e.GetDouble())];
    }

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

    /// <summary>Largest difference between spike times; infinite where the numbers of spikes differ.</summary>
    public static double LargestDelay(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count != b.Count) return double.PositiveInfinity;
        double worst = 0;
        for (int i = 0; i < a.Count; i++) worst = Greater(worst, Math.Abs(a[i] - b[i]));
        return worst;
    }

    private static double Greater(double a, double b) => b > a || double.IsNaN(b) ? b : a;
}
