using System.Globalization;
using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>The layout that node and edge populations share: type ids, groups, and the attributes in the groups.</summary>
internal static class PopulationFile
{
    /// <summary>Numbers of an attribute of the population itself, or null; the length must fit.</summary>
    internal static long[]? ReadColumn(Hdf5File file, string population, string name, int count)
    {
        string path = $"{population}/{name}";
        if (!file.Exists(path)) return null;
        var values = SonataFile.ReadIds(file, path);
        return values.Length == count ? values : throw SonataFile.Fault("MS0724", file.Path, path, $"{values.Length} values for {count}");
    }

    /// <summary>Gathers the attributes of all groups; files that leave out group ids have one group, in order.</summary>
    /// <param name="kind">"node" or "edge".</param>
    internal static void ReadGroups(Hdf5File file, string population, string kind, int count, AttributeTable attributes, AttributeTable dynamics)
    {
        var groupIds = ReadColumn(file, population, kind + "_group_id", count) ?? new long[count];
        var indices = ReadColumn(file, population, kind + "_group_index", count);
        foreach (string group in file.Children(population))
        {
            if (!long.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out long id) || !file.IsGroup($"{population}/{group}")) continue;
            var rows = new Rows(groupIds, indices, id);
            ReadGroup(file, $"{population}/{group}", rows, attributes, "");
            if (file.IsGroup($"{population}/{group}/dynamics_params")) ReadGroup(file, $"{population}/{group}/dynamics_params", rows, dynamics, $"{population}/{group}/@library");
        }
    }

    private readonly record struct Rows(long[] GroupIds, long[]? Indices, long Group)
    {
        internal long RowOf(int element) => GroupIds[element] != Group ? -1 : Indices?[element] ?? element;
    }

    private static void ReadGroup(Hdf5File file, string group, Rows rows, AttributeTable attributes, string library)
    {
        if (library.Length == 0) library = group + "/@library";
        foreach (string name in file.Children(group))
        {
            string path = $"{group}/{name}";
            if (name.StartsWith('@') || file.IsGroup(path)) continue;
            var shape = file.Shape(path);
            if (file.HoldsStrings(path)) Scatter(attributes, name, file.ReadStrings(path), rows, file.Path, path);
            else if (file.Exists($"{library}/{name}")) Scatter(attributes, name, Decode(file, path, $"{library}/{name}"), rows, file.Path, path);
            else if (shape.Length == 1) Scatter(attributes, name, file.Read<double>(path), 1, 0, file.HoldsIntegers(path), rows, file.Path, path);
            else if (shape.Length == 2)
            {
                var values = file.Read<double>(path);
                for (int c = 0; c < shape[1]; c++)
                    Scatter(attributes, name == "orientation" && shape[1] == 4 ? "orientation_" + "wxyz"[c] : $"{name}_{c}", values, (int)shape[1], c, false, rows, file.Path, path);
            }
        }
    }

    private static string[] Decode(Hdf5File file, string path, string table)
    {
        var names = file.ReadStrings(table);
        var codes = file.Read<long>(path);
        return Array.ConvertAll(codes, c => c >= 0 && c < names.Length ? names[c]
            : throw SonataFile.Fault("MS0725", file.Path, path, $"code {c}, but {table} has {names.Length} entries"));
    }

    private static void Scatter(AttributeTable attributes, string name, double[] values, int width, int column, bool whole, Rows rows, string file, string path)
    {
        double[]? all = attributes.Columns.GetValueOrDefault(name)?.Numbers;
        if (all is null && attributes.Columns.ContainsKey(name)) throw Mixed(file, path);
        if (all is null) attributes.Add(name, new AttributeColumn(all = Filled(attributes.Count), whole));
        for (int i = 0; i < all.Length; i++)
            if (rows.RowOf(i) is >= 0 and var row) all[i] = row < values.Length / width ? values[row * width + column] : throw Short(file, path, values.Length / width, row);
    }

    private static void Scatter(AttributeTable attributes, string name, string[] values, Rows rows, string file, string path)
    {
        string?[]? all = attributes.Columns.GetValueOrDefault(name)?.Texts;
        if (all is null && attributes.Columns.ContainsKey(name)) throw Mixed(file, path);
        if (all is null) attributes.Add(name, all = new string?[attributes.Count]);
        for (int i = 0; i < all.Length; i++)
            if (rows.RowOf(i) is >= 0 and var row) all[i] = row < values.Length ? values[row] : throw Short(file, path, values.Length, row);
    }

    private static Exception Short(string file, string path, int length, long row) =>
        SonataFile.Fault("MS0724", file, path, $"{length} values, but a group index asks for number {row}");

    private static InputException Mixed(string file, string path) =>
        SonataFile.Fault("MS0729", file, path, "numbers in one group, texts in another", "an attribute has one kind in all groups");

    private static double[] Filled(int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }

    /// <summary>Writes type ids and all attributes as one group.</summary>
    internal static void WriteGroup(Hdf5File file, string population, string kind, long[] typeIds, AttributeTable attributes, AttributeTable dynamics)
    {
        file.Write($"{population}/{kind}_type_id", typeIds);
        file.Write($"{population}/{kind}_group_id", new uint[typeIds.Length]);
        var index = new ulong[typeIds.Length];
        for (int i = 0; i < index.Length; i++) index[i] = (ulong)i;
        file.Write($"{population}/{kind}_group_index", index);
        file.CreateGroup($"{population}/0");
        foreach (var (name, column) in attributes.Columns) WriteColumn(file, $"{population}/0/{name}", column);
        foreach (var (name, column) in dynamics.Columns) WriteColumn(file, $"{population}/0/dynamics_params/{name}", column);
    }

    // A missing text is an empty one here; a missing number stays NaN.
    private static void WriteColumn(Hdf5File file, string path, AttributeColumn column)
    {
        if (column.Texts is { } texts) file.WriteStrings(path, Array.ConvertAll(texts, t => t ?? ""));
        else if (column.Whole && !Array.Exists(column.Numbers!, double.IsNaN)) file.Write(path, Array.ConvertAll(column.Numbers!, n => (long)n));
        else file.Write(path, column.Numbers!);
    }
}
