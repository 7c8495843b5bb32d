using System.Globalization;
using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>One attribute of every node or edge: numbers (NaN where missing) or texts (null where missing).</summary>
public sealed record AttributeColumn
{
    public AttributeColumn(double[] numbers, bool whole = false) => (Numbers, Whole) = (numbers, whole);

    public AttributeColumn(string?[] texts) => Texts = texts;

    public double[]? Numbers { get; }

    public string?[]? Texts { get; }

    /// <summary>The numbers are integers in the file.</summary>
    public bool Whole { get; }
}

/// <summary>The attributes of a population: what its HDF5 groups say, and below that what its types say.</summary>
public sealed class AttributeTable(string place, long[] typeIds, TypeTable types)
{
    private readonly Dictionary<string, AttributeColumn> columns = [];

    /// <summary>Attributes given one by one (in the HDF5 file).</summary>
    public IReadOnlyDictionary<string, AttributeColumn> Columns => columns;

    public int Count => typeIds.Length;

    public void Add(string name, AttributeColumn column)
    {
        int length = column.Numbers?.Length ?? column.Texts!.Length;
        if (length != Count) throw new ArgumentException($"{name}: {length} values for {Count}", nameof(column));
        columns.Add(name, column);
    }

    public void Add(string name, double[] numbers) => Add(name, new AttributeColumn(numbers));

    public void Add(string name, string?[] texts) => Add(name, new AttributeColumn(texts));

    public bool Has(string name) => columns.ContainsKey(name) || types.Columns.Contains(name);

    /// <summary>Numbers, NaN where neither the element nor its type has one; null when nothing has this attribute.</summary>
    /// <exception cref="InputException">A value is not a number.</exception>
    public double[]? Numbers(string name)
    {
        if (!Has(name)) return null;
        var own = columns.GetValueOrDefault(name);
        var ofType = new Dictionary<long, double>();
        var values = new double[Count];
        for (int i = 0; i < values.Length; i++)
        {
            double value = own?.Numbers is { } numbers ? numbers[i] : own?.Texts?[i] is { } text ? Parse(name, text) : double.NaN;
            if (double.IsNaN(value) && !ofType.TryGetValue(typeIds[i], out value))
                ofType.Add(typeIds[i], value = types[typeIds[i], name] is { } typical ? Parse(name, typical) : double.NaN);
            values[i] = value;
        }
        return values;
    }

    /// <summary>Numbers under the first of several spellings that exists.</summary>
    public double[]? Numbers(string name, string alternative) => Numbers(name) ?? Numbers(alternative);

    /// <summary>Texts, null where neither the element nor its type has one; null when nothing has this attribute.</summary>
    public string?[]? Texts(string name)
    {
        if (!Has(name)) return null;
        var own = columns.GetValueOrDefault(name);
        var values = new string?[Count];
        for (int i = 0; i < values.Length; i++)
        {
            string? value = own?.Texts is { } texts ? texts[i] : own?.Numbers is { } numbers && !double.IsNaN(numbers[i]) ? numbers[i].ToString(CultureInfo.InvariantCulture) : null;
            values[i] = value ?? types[typeIds[i], name];
        }
        return values;
    }

    private double Parse(string name, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
            : throw new InputException("MS0723", $"{place}: {name} \"{text}\" is not a number", $"{name} is needed as a number here");
}
