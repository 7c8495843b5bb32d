using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Sweep;

namespace Multiscale.Cli;

/// <summary>The functional connectivity of points, where a sweep kept it, and what it is compared with.</summary>
internal static class KeptConnectivity
{
    /// <summary>Above the diagonal, row by row.</summary>
    /// <exception cref="InputException">MS1644: it was not kept.</exception>
    public static double[] Of(ResultTable table, long point) => table.ConnectivityOf(point) is { } kept ? Array.ConvertAll(kept, x => (double)x)
        : throw new InputException("MS1644", $"the connectivity of point {point} was not kept", "run the sweep with keep_connectivity: true, or name the reference in features.reference_connectivity");

    /// <summary>A measured connectivity in the order of the sweep's regions, row by row.</summary>
    /// <param name="order">Names of the regions in the order of the measured one, one a line; null: that of the sweep.</param>
    /// <exception cref="InputException">MS1645: a region of the sweep is not among the names, or the sweep does not name its regions; MS0680 to MS0682: no such table.</exception>
    public static double[] Measured(ResultTable table, string reference, string? order, int n)
    {
        double[] measured = ConnectomeFile.ReadTable(reference, n);
        if (order is null) return measured;
        if (!File.Exists(order)) throw new InputException("MS1645", $"{order} does not exist", "give a file with one name of a region a line");
        string[] names = [.. File.ReadLines(order).Select(l => l.Trim()).Where(l => l.Length > 0)];
        string[] labels = table.Definition.GetValueOrDefault("regions")?.Split('\n') ?? [];
        int[] at = [.. labels.Select(l => Array.IndexOf(names, l))];
        if (at.Length != n || names.Length != n || at.Contains(-1))
            throw new InputException("MS1645", $"{Path.GetFileName(order)} names {names.Length} regions; {at.Count(i => i >= 0)} of the {n} of the sweep are among them", "use the names of the connectome: " + string.Join(", ", labels.Take(4)) + " ...");
        var sorted = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) sorted[i * n + j] = measured[at[i] * n + at[j]];
        return sorted;
    }

    public static int RegionsOf(int pairs) => (int)Math.Round((1 + Math.Sqrt(1 + 8.0 * pairs)) / 2);
}
