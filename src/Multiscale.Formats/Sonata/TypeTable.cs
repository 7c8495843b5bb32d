using System.Globalization;
using System.Text;
using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>A table of node or edge types (SONATA CSV: columns separated by spaces, "quotes" doubled inside, NONE or NULL for nothing).</summary>
public sealed class TypeTable
{
    private readonly Dictionary<long, string?[]> rows = [];
    private readonly Dictionary<string, int> columnOf = [];

    /// <param name="idColumn">node_type_id or edge_type_id.</param>
    public TypeTable(string idColumn, params ReadOnlySpan<string> columns)
    {
        IdColumn = idColumn;
        Columns = columns.ToArray();
        for (int c = 0; c < Columns.Count; c++) columnOf.Add(Columns[c], c);
    }

    public string IdColumn { get; }

    /// <summary>Column names, without the id's.</summary>
    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyCollection<long> Ids => rows.Keys;

    /// <summary>The text of a cell; null where the type, the column or the value is missing.</summary>
    public string? this[long id, string column] =>
        columnOf.TryGetValue(column, out int c) && rows.TryGetValue(id, out var row) ? row[c] : null;

    /// <summary>Adds a type; values in the order of <see cref="Columns"/>, null for none.</summary>
    public void Add(long id, params ReadOnlySpan<string?> values)
    {
        if (values.Length != Columns.Count) throw new ArgumentException($"{values.Length} values for {Columns.Count} columns", nameof(values));
        rows.Add(id, values.ToArray());
    }

    /// <summary>Reads a table; with a column "population", only the rows of that population and those without one.</summary>
    /// <exception cref="InputException">The id column is missing, a row has another number of fields, or an id comes twice; with file, line and column.</exception>
    public static TypeTable Read(string path, string idColumn, string? population = null)
    {
        if (!File.Exists(path))
            throw new InputException("MS0720", $"{path} does not exist", "check the path and the manifest variables in it", new SourceLocation(path));
        TypeTable? table = null;
        int idAt = -1, populationAt = -1, number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            var fields = Split(line, path, number);
            if (fields.Count == 0) continue;
            if (table is null)
            {
                idAt = fields.FindIndex(f => f.Text == idColumn);
                populationAt = fields.FindIndex(f => f.Text == "population");
                if (idAt < 0) throw new InputException("MS0721", $"there is no column {idColumn}", $"the header has: {string.Join(' ', fields.Select(f => f.Text))}; columns are separated by spaces", new SourceLocation(path, number, 1));
                if (fields.GroupBy(f => f.Text).FirstOrDefault(g => g.Count() > 1) is { } twice)
                    throw new InputException("MS0721", $"column {twice.Key} comes twice", "", new SourceLocation(path, number, twice.Last().Column));
                table = new TypeTable(idColumn, [.. fields.Where((_, i) => i != idAt).Select(f => f.Text!)]);
                continue;
            }
            if (fields.Count != table.Columns.Count + 1)
                throw new InputException("MS0722", $"{fields.Count} fields where the header has {table.Columns.Count + 1}", "write NULL for a missing value and quote values that contain spaces", new SourceLocation(path, number, fields[^1].Column));
            if (!long.TryParse(fields[idAt].Text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long id))
                throw new InputException("MS0722", $"{idColumn} \"{fields[idAt].Text}\" is not a whole number", "", new SourceLocation(path, number, fields[idAt].Column));
            if (population is not null && populationAt >= 0 && fields[populationAt].Text is { } of && of != population) continue;
            if (!table.rows.TryAdd(id, [.. fields.Where((_, i) => i != idAt).Select(f => f.Text)]))
                throw new InputException("MS0722", $"{idColumn} {id} comes twice", "each type has one row", new SourceLocation(path, number, fields[idAt].Column));
        }
        return table ?? throw new InputException("MS0721", "the file is empty", $"its first line names the columns, one of them {idColumn}", new SourceLocation(path));
    }

    public void Write(string path)
    {
        var text = new StringBuilder(IdColumn);
        foreach (string column in Columns) text.Append(' ').Append(Quoted(column));
        text.Append('\n');
        foreach (var (id, row) in rows.OrderBy(r => r.Key))
        {
            text.Append(id);
            foreach (string? value in row) text.Append(' ').Append(Quoted(value));
            text.Append('\n');
        }
        TextFile.Write(path, text.ToString());
    }

    private static string Quoted(string? text) => text switch
    {
        null or "" => "NULL",
        _ when text.AsSpan().ContainsAny(" \"\t") || text is "NULL" or "NONE" => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        _ => text,
    };

    private static List<(string? Text, int Column)> Split(string line, string path, int number)
    {
        var fields = new List<(string?, int)>();
        for (int i = 0; i < line.Length;)
        {
            if (line[i] is ' ' or '\r' or '\t') { i++; continue; }
            int start = i;
            if (line[i] != '"')
            {
                while (i < line.Length && line[i] is not (' ' or '\r' or '\t')) i++;
                string bare = line[start..i];
                fields.Add((bare is "NULL" or "NONE" ? null : bare, start + 1));
                continue;
            }
            var text = new StringBuilder();
            for (i++; ; i++)
            {
                if (i >= line.Length) throw new InputException("MS0722", "a quote is not closed", "double the quotes inside a quoted value", new SourceLocation(path, number, start + 1));
                if (line[i] != '"') { text.Append(line[i]); continue; }
                if (i + 1 >= line.Length || line[i + 1] != '"') break;
                text.Append(line[i++]);
            }
            i++;
            fields.Add((text.ToString(), start + 1));
        }
        return fields;
    }
}
