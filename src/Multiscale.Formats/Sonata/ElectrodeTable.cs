using System.Globalization;
using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>Where electrodes stand, as BMTK writes it in text: a header with x_pos, y_pos, z_pos [um] and, if wanted, channel; columns by spaces, tabs or commas.</summary>
public sealed record ElectrodeTable(long[] Channels, double[] X, double[] Y, double[] Z)
{
    public int Count => X.Length;

    /// <exception cref="InputException">MS0720: there is no such file; MS0711: a column is missing or a value is no number, with its line.</exception>
    public static ElectrodeTable Read(string path)
    {
        if (!File.Exists(path)) throw new InputException("MS0720", $"{path} does not exist", "check the path", new SourceLocation(path));
        int[]? columns = null;
        int channel = -1, number = 0;
        var rows = new List<double[]>();
        foreach (string line in File.ReadLines(path))
        {
            number++;
            string[] words = line.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            if (columns is null)
            {
                columns = Array.ConvertAll(["x", "y", "z"], axis => Math.Max(Array.IndexOf(words, axis + "_pos"), Array.IndexOf(words, axis)));
                channel = Array.IndexOf(words, "channel");
                if (columns.Min() < 0) throw new InputException("MS0711", "the header names no x_pos, y_pos and z_pos", "write: channel x_pos y_pos z_pos", new SourceLocation(path, number, 1));
                continue;
            }
            double Number(int column) => column < words.Length && double.TryParse(words[column], CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value
                : throw new InputException("MS0711", "this is no place of an electrode", "write three numbers in um", new SourceLocation(path, number, 1));
            rows.Add([channel < 0 ? rows.Count : Number(channel), Number(columns[0]), Number(columns[1]), Number(columns[2])]);
        }
        if (rows.Count == 0) throw new InputException("MS0711", "there are no electrodes", "write a header, channel x_pos y_pos z_pos, and a line for each", new SourceLocation(path));
        return new([.. rows.Select(r => (long)r[0])], [.. rows.Select(r => r[1])], [.. rows.Select(r => r[2])], [.. rows.Select(r => r[3])]);
    }
}
