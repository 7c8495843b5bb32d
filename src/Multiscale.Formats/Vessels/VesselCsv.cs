using System.Globalization;
using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Formats;

/// <summary>
/// A vessel graph as two tables of comma-separated values: nodes x, y, z, diameter; edges start_node, end_node and optionally
/// type, section_id, segment_id, length, radius. Columns are found by their names; others are ignored.
/// </summary>
public static class VesselCsv
{
    /// <exception cref="InputException">A column is missing, a number cannot be read, or a vessel makes no sense.</exception>
    public static VesselGraph Read(string nodesFile, string edgesFile)
    {
        var nodes = new Table(nodesFile);
        double[] x = nodes.Numbers("x"), y = nodes.Numbers("y"), z = nodes.Numbers("z"), diameters = nodes.Positive("diameter");
        var positions = new Point3[x.Length];
        for (int i = 0; i < x.Length; i++) positions[i] = new Point3(x[i], y[i], z[i]);

        var edges = new Table(edgesFile);
        var graph = VesselGraph.FromNodes(positions, diameters, edges.Integers("start_node"), edges.Integers("end_node"),
            edges.Has("type") ? edges.Integers("type") : null, edges.Has("section_id") ? edges.Integers("section_id") : null, edges.Has("segment_id") ? edges.Integers("segment_id") : null);
        if (edges.Has("length")) graph = graph with { Lengths = edges.Positive("length") };
        if (edges.Has("radius")) graph = graph with { Radii = edges.Positive("radius") };
        return graph;
    }

    /// <summary>A header of names and rows of numbers.</summary>
    private sealed class Table
    {
        private readonly string file;
        private readonly string[] names;
        private readonly List<(int Line, string[] Cells)> rows = [];

        public Table(string file)
        {
            this.file = file;
            if (!File.Exists(file)) throw new InputException("MS0640", $"there is no file {Path.GetFileName(file)}", "check the path", new SourceLocation(file));
            var lines = File.ReadAllLines(file);
            if (lines.Length == 0) throw new InputException("MS0640", "the table is empty", "its first line names the columns", new SourceLocation(file));
            names = [.. lines[0].Split(',').Select(n => n.Trim().Trim('"'))];
            for (int i = 1; i < lines.Length; i++)
            {
                if (lines[i].Trim().Length == 0) continue;
                var cells = lines[i].Split(',');
                if (cells.Length != names.Length)
                    throw new InputException("MS0641", $"{cells.Length} values in a table of {names.Length} columns", "give one value per column", new SourceLocation(file, i + 1, 1));
                rows.Add((i + 1, cells));
            }
        }

        public bool Has(string name) => Array.IndexOf(names, name) >= 0;

        public double[] Numbers(string name)
        {
            int column = Column(name);
            return [.. rows.Select(r => double.TryParse(r.Cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double v) && double.IsFinite(v) ? v : throw Bad(r, column, "a finite number"))];
        }

        public double[] Positive(string name)
        {
            var values = Numbers(name);
            for (int i = 0; i < values.Length; i++)
                if (!(values[i] > 0)) throw Bad(rows[i], Column(name), "a positive number");
            return values;
        }

        public int[] Integers(string name)
        {
            int column = Column(name);
            // Tables written by others hold whole numbers as 3 or 3.0.
            return [.. rows.Select(r => double.TryParse(r.Cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double v) && v == Math.Floor(v) && Math.Abs(v) <= int.MaxValue ? (int)v : throw Bad(r, column, "a whole number"))];
        }

        private int Column(string name)
        {
            int column = Array.IndexOf(names, name);
            return column >= 0 ? column : throw new InputException("MS0641", $"the table has no column '{name}'", "its columns are " + string.Join(", ", names), new SourceLocation(file, 1, 1));
        }

        private InputException Bad((int Line, string[] Cells) row, int column, string expected) =>
            new("MS0641", $"column '{names[column]}' holds '{row.Cells[column].Trim()}'", $"give {expected}", new SourceLocation(file, row.Line, 1 + row.Cells.Take(column).Sum(c => c.Length + 1)));
    }
}
