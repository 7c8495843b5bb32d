using Multiscale.Formats;

namespace Multiscale.EndToEndTests;

/// <summary>Compares all datasets of two HDF5 files, bit by bit.</summary>
internal static class Hdf5Comparison
{
    /// <summary>One line per difference; fails when the first file holds no dataset.</summary>
    public static List<string> Differences(string expected, string actual)
    {
        using Hdf5File a = Hdf5File.Open(expected), b = Hdf5File.Open(actual);
        var differences = new List<string>();
        int datasets = Compare(a, b, "", differences);
        Assert.True(datasets > 0, expected + " is empty");
        return differences;
    }

    private static int Compare(Hdf5File a, Hdf5File b, string path, List<string> differences)
    {
        if (!b.Exists(path))
        {
            differences.Add($"{path} is missing");
            return 0;
        }
        if (!a.IsGroup(path))
        {
            CompareData(a, b, path, differences);
            return 1;
        }
        string[] names = a.Children(path);
        foreach (string more in b.Children(path).Except(names)) differences.Add($"{path}/{more} is new");
        return names.Sum(name => Compare(a, b, $"{path}/{name}", differences));
    }

    private static void CompareData(Hdf5File a, Hdf5File b, string path, List<string> differences)
    {
        if (!a.Shape(path).SequenceEqual(b.Shape(path))) differences.Add($"{path}: shapes {string.Join('x', a.Shape(path))} and {string.Join('x', b.Shape(path))}");
        else if (a.HoldsStrings(path))
        {
            if (!a.ReadStrings(path).SequenceEqual(b.ReadStrings(path))) differences.Add($"{path}: texts differ");
        }
        // Single precision becomes double without loss, so the bits of doubles compare both.
        else if (a.HoldsIntegers(path)) Count(a.Read<long>(path), b.Read<long>(path));
        else Count(Array.ConvertAll(a.Read<double>(path), BitConverter.DoubleToInt64Bits), Array.ConvertAll(b.Read<double>(path), BitConverter.DoubleToInt64Bits));

        void Count(long[] x, long[] y)
        {
            int differing = x.Zip(y, (p, q) => p != q).Count(d => d);
            if (differing > 0) differences.Add($"{path}: {differing} of {x.Length} values differ");
        }
    }
}
