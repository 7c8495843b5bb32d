using System.Text;

namespace Multiscale.Cli;

/// <summary>What a sweep keeps of a series: its first, least, greatest and last value.</summary>
internal static class SeriesColumns
{
    private static readonly string[] Ends = ["first", "min", "max", "last"];

    public static IEnumerable<string> Names(IEnumerable<string> series) => series.SelectMany(s => Ends.Select(e => $"{KeyOf(s)}_{e}"));

    public static double[] Of(IReadOnlyList<double> values) => [values[0], values.Min(), values.Max(), values[^1]];

    /// <summary>"K outside, mean" as k_outside_mean.</summary>
    private static string KeyOf(string name)
    {
        var key = new StringBuilder();
        foreach (char c in name.ToLowerInvariant())
            if (char.IsAsciiLetterOrDigit(c)) key.Append(c);
            else if (key.Length > 0 && key[^1] != '_') key.Append('_');
        return key.ToString().TrimEnd('_');
    }
}
