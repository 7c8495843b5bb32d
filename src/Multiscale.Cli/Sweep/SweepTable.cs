using System.Globalization;
using System.Text;
using Multiscale.Brain;
using Multiscale.Core;
using Multiscale.Sweep;

namespace Multiscale.Cli;

/// <summary>
/// Features of a sweep by one or two of its parameters, as tables: mean and standard deviation over all points that agree in those, that is over repeats and over
/// whatever else varies.
/// </summary>
internal sealed class SweepTable
{
    private readonly ResultTable table;
    private readonly object?[][] rows;
    private readonly string[] parameters, units;
    private readonly List<(string Name, double[] Values)> shown = [];
    private readonly double[][] kept;

    /// <param name="show">Columns of the results.</param>
    /// <param name="references">Measured connectivities: how well the kept ones fit them, and one another (Pearson, above the diagonal).</param>
    /// <param name="order">Names of the regions of the references, one a line; null: in the order of the sweep.</param>
    public SweepTable(string folder, IReadOnlyList<string> show, IReadOnlyList<string> references, string? order)
    {
        table = ResultTable.Read(folder);
        int status = table.IndexOf("status");
        rows = [.. table.Rows.Where(r => r[status] is "done")];
        parameters = table.Definition["parameters"].Split('\n');
        units = table.Definition["units"].Split('\n');
        foreach (string name in show)
        {
            int at = table.IndexOf(name);
            shown.Add((name, [.. rows.Select(r => r[at] as double? ?? double.NaN)]));
        }
        kept = references.Count == 0 ? [] : rows.Select(r => KeptConnectivity.Of(table, (long)r[0]!)).ToArray();
        foreach (string reference in references)
        {
            int n = kept.Length == 0 ? 0 : KeptConnectivity.RegionsOf(kept[0].Length);
            double[] triangle = n == 0 ? [] : Correlation.AboveDiagonal(KeptConnectivity.Measured(table, reference, order, n), n);
            shown.Add(("fit of " + Path.GetFileName(reference), [.. kept.Select(fc => Correlation.Of(fc, triangle))]));
        }
        if (shown.Count == 0) throw new InputException("MS1645", "no column is named", "name some with --show, such as e_mean, or connectivities with --reference");
    }

    /// <summary>Without <paramref name="across"/> one table with a column per feature, by the parameters <paramref name="down"/> (all when empty); else a table per feature.</summary>
    public string Print(IReadOnlyList<string> down, string? across)
    {
        int[] keys = [.. (down.Count > 0 ? down : [.. parameters.Where(p => p != across)]).Select(Parameter)];
        var text = new StringBuilder();
        var groups = Groups(keys, Enumerable.Range(0, rows.Length));
        string corner = string.Join(" | ", keys.Select(Title));
        if (across is null)
        {
            string[] others = kept.Length > 0 ? ["fit of one another"] : [];
            Line([corner, "points", .. shown.Select(s => s.Name), .. others], head: true);
            foreach (var (key, members) in groups) Line([key, $"{members.Count}", .. shown.Select(s => Cell(s.Values, members)), .. others.Select(_ => Cell(Pairs(members)))], head: false);
            return text.ToString();
        }
        var columns = Groups([Parameter(across)], Enumerable.Range(0, rows.Length));
        foreach (var (name, values) in shown)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append($"{name}, across: {Title(Parameter(across))}\n\n");
            Line([corner, .. columns.Select(c => c.Key)], head: true);
            foreach (var (key, members) in groups) Line([key, .. columns.Select(c => Cell(values, [.. members.Intersect(c.Members)]))], head: false);
        }
        return text.ToString();

        void Line(IReadOnlyList<string> cells, bool head)
        {
            text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
            if (head) text.Append('|').Insert(text.Length, "---|", keys.Length + cells.Count - 1).Append('\n');
        }
    }

    private List<(string Key, List<int> Members)> Groups(int[] keys, IEnumerable<int> all) =>
        [.. all.GroupBy(i => string.Join(" | ", keys.Select(k => Text(rows[i][table.IndexOf(parameters[k])])))).Select(g => (g.Key, g.ToList()))];

    /// <summary>What agreement to expect: of the kept connectivities of all pairs of points.</summary>
    private IEnumerable<double> Pairs(List<int> members) => members.SelectMany((i, k) => members.Skip(k + 1).Select(j => Correlation.Of(kept[i], kept[j])));

    private static string Cell(double[] values, List<int> members) => Cell(members.Select(i => values[i]));

    /// <summary>Mean ± standard deviation, n - 1, of what is a number.</summary>
    private static string Cell(IEnumerable<double> values)
    {
        double[] some = [.. values.Where(x => !double.IsNaN(x))];
        if (some.Length == 0) return "";
        double mean = some.Average(), spread = Math.Sqrt(some.Sum(x => (x - mean) * (x - mean)) / Math.Max(1, some.Length - 1));
        return Text(mean, "g3") + (some.Length > 1 ? " ± " + Text(spread, "g2") : "");
    }

    private int Parameter(string name)
    {
        int at = Array.IndexOf(parameters, name);
        return at >= 0 ? at : throw new InputException("MS1645", $"'{name}' is no parameter of the sweep", "choose from " + string.Join(", ", parameters));
    }

    private string Title(int parameter) => parameters[parameter] + (units[parameter] is "" or "1" ? "" : $" [{units[parameter]}]");

    private static string Text(object? value, string format = "g6") => value is double x ? x.ToString(format, CultureInfo.InvariantCulture) : value?.ToString() ?? "";
}
