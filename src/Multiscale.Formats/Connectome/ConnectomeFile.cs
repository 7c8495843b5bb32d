using System.Globalization;
using System.IO.Compression;
using System.Text;
using Multiscale.Brain;
using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>
/// Reads connectomes: the zip of The Virtual Brain (weights, tract_lengths, centres as text, each possibly as .bz2, in any folder of the zip), or a
/// pair of square tables, weights and tract lengths [mm], as .csv, white-space separated text or .npy.
/// </summary>
public static class ConnectomeFile
{
    /// <exception cref="InputException">MS0681: a part is missing or makes no sense.</exception>
    public static Connectome ReadZip(string path)
    {
        if (!File.Exists(path)) throw Bad(path, "does not exist", "check the path");
        try
        {
            using var zip = ZipFile.OpenRead(path);
            int n = 0;
            var weights = Matrix(Part(zip, path, "weights")!, path, "weights", ref n);
            var lengths = Matrix(Part(zip, path, "tract_lengths")!, path, "tract_lengths", ref n);
            var labels = new List<string>();
            var centres = new List<double>();
            foreach (string[] cells in Rows(Part(zip, path, "centres", required: false) ?? ""))
            {
                if (cells.Length < 4) throw Bad(path, "has a line of centres that is not 'label x y z'", "give four columns");
                labels.Add(cells[0]);
                for (int c = 1; c < 4; c++) centres.Add(Number(cells[c], path, "centres"));
            }
            if (labels.Count > 0 && labels.Count != n) throw Bad(path, $"has {labels.Count} centres for {n} regions", "give one line per region");
            return Checked(new Connectome
            {
                Labels = labels.Count > 0 ? labels : Numbered(n), Weights = weights, TractLengths = lengths, Centres = centres.Count > 0 ? [.. centres] : null,
            }, path);
        }
        catch (InvalidDataException e)
        {
            throw Bad(path, $"cannot be unpacked: {e.Message}", "copy the file again");
        }
    }

    /// <param name="labels">One name a line; null: the regions are numbered.</param>
    /// <exception cref="InputException">MS0680, MS0681: a table is missing, not square or of another size.</exception>
    public static Connectome ReadPair(string weightsFile, string lengthsFile, string? labels = null)
    {
        int n = 0;
        var weights = Table(weightsFile, ref n);
        var lengths = Table(lengthsFile, ref n);
        string[]? names = labels is null ? null : [.. File.ReadAllLines(labels).Select(l => l.Trim()).Where(l => l.Length > 0)];
        if (names is not null && names.Length != n) throw Bad(labels!, $"has {names.Length} names for {n} regions", "give one name a line");
        return Checked(new Connectome { Labels = names ?? Numbered(n), Weights = weights, TractLengths = lengths }, weightsFile);
    }

    /// <summary>A square table of <paramref name="n"/> rows, row by row, as .csv, text, .npy or a pickled array; of an array [region][region][variable], that of the first variable.</summary>
    /// <exception cref="InputException">MS0680 to MS0682: the table is missing, not square or of another size.</exception>
    public static double[] ReadTable(string path, int n) => Table(path, ref n);

    private static double[] Table(string path, ref int n)
    {
        bool npy = path.EndsWith(".npy", StringComparison.Ordinal);
        if (!npy && !File.Exists(path)) throw Bad(path, "does not exist", "check the path");
        if (!npy && !IsPickle(path)) return Matrix(File.ReadAllText(path), path, "the table", ref n);
        var array = npy ? NpyFile.Read(path) : PickleFile.Read(path);
        int rows = array.Shape.Length > 1 ? array.Shape[0] : 0, variables = array.Shape.Length == 3 ? array.Shape[2] : 1;
        if (array.Shape.Length is not (2 or 3) || rows != array.Shape[1] || (n > 0 && rows != n)) throw Bad(path, $"has the shape ({string.Join(", ", array.Shape)})", "give a square table, weights and lengths of one size");
        n = rows;
        return variables == 1 ? array.Values : [.. Enumerable.Range(0, n * n).Select(i => array.Values[i * variables])];
    }

    private static bool IsPickle(string path)
    {
        using var file = File.OpenRead(path);
        return file.ReadByte() == PickleFile.Protocol;
    }

    private static double[] Matrix(string text, string path, string what, ref int n)
    {
        var rows = Rows(text).ToArray();
        if (n == 0) n = rows.Length;
        if (n == 0 || rows.Length != n || rows.Any(r => r.Length != rows.Length)) throw Bad(path, $"{what}: {rows.Length} rows, the first of {(rows.Length > 0 ? rows[0].Length : 0)} numbers, are no square table of the expected size", "give as many rows as columns, weights and lengths of one size");
        var values = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) values[i * n + j] = Number(rows[i][j], path, what);
        return values;
    }

    private static IEnumerable<string[]> Rows(string text) => text.Split('\n')
        .Select(l => l.Split([' ', '\t', ',', '\r'], StringSplitOptions.RemoveEmptyEntries)).Where(c => c.Length > 0 && !c[0].StartsWith('#'));

    private static double Number(string text, string path, string what) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : throw Bad(path, $"{what} holds '{text}', which is no finite number", "give numbers only");

    private static string? Part(ZipArchive zip, string path, string name, bool required = true)
    {
        var entry = zip.Entries.FirstOrDefault(e => e.Name == name + ".txt" || e.Name == name + ".txt.bz2");
        if (entry is null) return required ? throw Bad(path, $"holds no {name}.txt", "add it to the zip") : null;
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Encoding.UTF8.GetString(entry.Name.EndsWith(".bz2", StringComparison.Ordinal) ? Bzip2.Decompress(bytes.ToArray()) : bytes.ToArray());
    }

    private static Connectome Checked(Connectome connectome, string path) =>
        connectome.TractLengths.Any(l => l < 0) ? throw Bad(path, "holds a negative tract length", "lengths are in mm, 0 where there is no fibre") : connectome;

    private static string[] Numbered(int n) => [.. Enumerable.Range(0, n).Select(i => $"region {i}")];

    private static InputException Bad(string path, string what, string remedy) => new("MS0681", $"{Path.GetFileName(path)} {what}", remedy, new SourceLocation(path));
}
