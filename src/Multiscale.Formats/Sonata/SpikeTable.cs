using System.Globalization;
using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>Spikes as BMTK writes them in text: a header with timestamps [ms], node_ids and, where there are several, population; columns by spaces.</summary>
public static class SpikeTable
{
    /// <exception cref="InputException">MS0711: a column is missing or a value is no number; with its line.</exception>
    public static SpikeTrains Read(string path, string population)
    {
        if (!File.Exists(path)) throw new InputException("MS0720", $"{path} does not exist", "check the path", new SourceLocation(path));
        var times = new List<double>();
        var ids = new List<long>();
        int time = -1, node = -1, of = -1, number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            string[] words = line.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            if (time < 0)
            {
                (time, node, of) = (Array.IndexOf(words, "timestamps"), Math.Max(Array.IndexOf(words, "node_ids"), Array.IndexOf(words, "gids")), Array.IndexOf(words, "population"));
                if (time < 0 || node < 0) throw new InputException("MS0711", "the header names no timestamps and node_ids", "write: timestamps population node_ids", new SourceLocation(path, number, 1));
                continue;
            }
            if (words.Length <= Math.Max(time, node) || !double.TryParse(words[time], CultureInfo.InvariantCulture, out double t) || !long.TryParse(words[node], CultureInfo.InvariantCulture, out long id))
                throw new InputException("MS0711", "this is no spike", "write a time in ms and a node id", new SourceLocation(path, number, 1));
            if (of >= 0 && words[of] != population) continue;
            times.Add(t);
            ids.Add(id);
        }
        return new SpikeTrains(population, [.. times], [.. ids]);
    }
}
