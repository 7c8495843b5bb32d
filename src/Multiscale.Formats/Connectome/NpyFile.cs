using System.IO.Compression;
using System.Text.RegularExpressions;
using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>An array of numbers of NumPy, row by row.</summary>
public sealed record NpyArray(int[] Shape, double[] Values);

/// <summary>Reads NumPy's .npy and .npz (a zip of .npy): little-endian floating-point numbers and integers in C order.</summary>
public static partial class NpyFile
{
    /// <exception cref="InputException">MS0680: no such file, or not such an array.</exception>
    public static NpyArray Read(string path)
    {
        if (!File.Exists(path)) throw Bad(path, "does not exist", "check the path");
        return Parse(File.ReadAllBytes(path), path);
    }

    /// <summary>All arrays of an .npz by name.</summary>
    /// <exception cref="InputException">MS0680.</exception>
    public static Dictionary<string, NpyArray> ReadAll(string path)
    {
        if (!File.Exists(path)) throw Bad(path, "does not exist", "check the path");
        using var zip = ZipFile.OpenRead(path);
        var arrays = new Dictionary<string, NpyArray>();
        foreach (var entry in zip.Entries)
        {
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            arrays[Path.GetFileNameWithoutExtension(entry.Name)] = Parse(bytes.ToArray(), $"{path}/{entry.Name}");
        }
        return arrays;
    }

    private static NpyArray Parse(byte[] data, string name)
    {
        if (data.Length < 12 || data[0] != 0x93 || data[1] != 'N') throw Bad(name, "is no .npy array", "save it by numpy.save");
        int head = data[6] == 1 ? 10 : 12, length = data[6] == 1 ? BitConverter.ToUInt16(data, 8) : BitConverter.ToInt32(data, 8);
        var m = Header().Match(System.Text.Encoding.ASCII.GetString(data, head, length));
        if (!m.Success || m.Groups[2].Value == "True") throw Bad(name, "is not stored row by row", "save numpy.ascontiguousarray(a)");
        int[] shape = [.. m.Groups[3].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        var values = new double[shape.Aggregate(1, (a, b) => checked(a * b))];
        string type = m.Groups[1].Value;
        int size = type[^1] - '0', at = head + length;
        if (at + (long)size * values.Length > data.Length) throw Bad(name, "ends early", "copy the file again");
        for (int i = 0; i < values.Length; i++, at += size)
            values[i] = type switch
            {
                "<f8" => BitConverter.ToDouble(data, at),
                "<f4" => BitConverter.ToSingle(data, at),
                "<i8" => BitConverter.ToInt64(data, at),
                "<i4" => BitConverter.ToInt32(data, at),
                _ => throw Bad(name, $"holds numbers of type {type}", "save them as float64"),
            };
        return new NpyArray(shape, values);
    }

    private static InputException Bad(string name, string what, string remedy) => new("MS0680", $"{Path.GetFileName(name)} {what}", remedy, new SourceLocation(name));

    [GeneratedRegex(@"'descr':\s*'([^']+)'.*'fortran_order':\s*(\w+).*'shape':\s*\(([^)]*)\)")]
    private static partial Regex Header();
}
