using System.Globalization;
using Multiscale.Geometry;

namespace Multiscale.BloodFlow;

/// <summary>A reference graph: the tables <c>name_nodes.csv</c> and <c>name_edges.csv</c> of a folder.</summary>
internal sealed class VesselTable
{
    public VesselTable(string folder, string name)
    {
        Nodes = Columns(Path.Combine(folder, name + "_nodes.csv"));
        Edges = Columns(Path.Combine(folder, name + "_edges.csv"));
        var positions = new Point3[Nodes["x"].Length];
        for (int i = 0; i < positions.Length; i++) positions[i] = new Point3(Nodes["x"][i], Nodes["y"][i], Nodes["z"][i]);
        static int[] Whole(double[] values) => Array.ConvertAll(values, v => (int)v);
        Graph = VesselGraph.FromNodes(positions, Nodes["diameter"], Whole(Edges["start_node"]), Whole(Edges["end_node"]));
    }

    public IReadOnlyDictionary<string, double[]> Nodes { get; }

    public IReadOnlyDictionary<string, double[]> Edges { get; }

    public VesselGraph Graph { get; }

    private static Dictionary<string, double[]> Columns(string file)
    {
        var lines = File.ReadAllLines(file);
        var names = lines[0].Split(',');
        var cells = lines.Skip(1).Where(l => l.Length > 0).Select(l => l.Split(',')).ToArray();
        return names.Select((name, k) => (name, values: cells.Select(c => double.Parse(c[k], CultureInfo.InvariantCulture)).ToArray())).ToDictionary(p => p.name, p => p.values);
    }
}
