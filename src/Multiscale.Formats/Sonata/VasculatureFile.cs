using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Formats;

/// <summary>
/// A vascular network as a SONATA node population: its segments are the nodes (/nodes/vasculature/0/{start_x ... end_diameter f32, start_node, end_node u64, section_id, segment_id u32, type i32}).
/// Radii and lengths that do not follow from the points (radius = mean of the ends, length = distance) go to the additional attributes "radius" and "length" (f64).
/// </summary>
public static class VasculatureFile
{
    private const string Group = "/nodes/" + VesselReports.Population;
    private const string Attributes = Group + "/0";

    public static void Write(string path, VesselGraph graph)
    {
        using var file = Hdf5File.Create(path);
        SonataFile.Mark(file);
        int n = graph.EdgeCount;
        var numbers = new ulong[n];
        for (int i = 0; i < n; i++) numbers[i] = (ulong)i;
        var noType = new long[n];
        Array.Fill(noType, -1);
        file.Write(Group + "/node_type_id", noType);
        file.Write(Group + "/node_group_id", new uint[n]);
        file.Write(Group + "/node_group_index", numbers);
        WriteEnd(file, graph, graph.Start, "start");
        WriteEnd(file, graph, graph.End, "end");
        file.Write(Attributes + "/section_id", Array.ConvertAll(graph.SectionIds, i => (uint)i));
        file.Write(Attributes + "/segment_id", Array.ConvertAll(graph.SegmentIds, i => (uint)i));
        file.Write(Attributes + "/type", graph.Types);
        file.Write(Attributes + "/model_type", new uint[n]);
        file.WriteStrings(Attributes + "/@library/model_type", ["vasculature"]);
        var derived = VesselGraph.FromNodes(graph.Positions, graph.Diameters, graph.Start, graph.End);
        if (!graph.Radii.AsSpan().SequenceEqual(derived.Radii)) file.Write(Attributes + "/radius", graph.Radii);
        if (!graph.Lengths.AsSpan().SequenceEqual(derived.Lengths)) file.Write(Attributes + "/length", graph.Lengths);
        file.Commit();
    }

    /// <summary>Reads a network; the points no segment refers to are not in such files, and the others keep their order.</summary>
    /// <exception cref="InputException">An attribute is missing or a segment is impossible.</exception>
    public static VesselGraph Read(string path)
    {
        using var file = Hdf5File.Open(path);
        long[] startNode = Require<long>(file, "start_node"), endNode = Require<long>(file, "end_node");
        var used = startNode.Concat(endNode).Distinct().Order().ToArray();
        var start = Array.ConvertAll(startNode, id => Array.BinarySearch(used, id));
        var end = Array.ConvertAll(endNode, id => Array.BinarySearch(used, id));
        var positions = new Point3[used.Length];
        var diameters = new double[used.Length];
        ReadEnd(file, start, "start", positions, diameters);
        ReadEnd(file, end, "end", positions, diameters);
        int n = start.Length;
        var graph = VesselGraph.FromNodes(positions, diameters, start, end,
            Optional(file, "type", n), Optional(file, "section_id", n), Optional(file, "segment_id", n));
        return graph with
        {
            Radii = file.Exists(Attributes + "/radius") ? Require<double>(file, "radius") : graph.Radii,
            Lengths = file.Exists(Attributes + "/length") ? Require<double>(file, "length") : graph.Lengths,
        };
    }

    private static void WriteEnd(Hdf5File file, VesselGraph graph, int[] nodes, string end)
    {
        file.Write($"{Attributes}/{end}_x", Array.ConvertAll(nodes, i => (float)graph.Positions[i].X));
        file.Write($"{Attributes}/{end}_y", Array.ConvertAll(nodes, i => (float)graph.Positions[i].Y));
        file.Write($"{Attributes}/{end}_z", Array.ConvertAll(nodes, i => (float)graph.Positions[i].Z));
        file.Write($"{Attributes}/{end}_diameter", Array.ConvertAll(nodes, i => (float)graph.Diameters[i]));
        file.Write($"{Attributes}/{end}_node", Array.ConvertAll(nodes, i => (ulong)i));
    }

    private static void ReadEnd(Hdf5File file, int[] nodes, string end, Point3[] positions, double[] diameters)
    {
        double[] x = Require<double>(file, end + "_x"), y = Require<double>(file, end + "_y"), z = Require<double>(file, end + "_z"), d = Require<double>(file, end + "_diameter");
        for (int i = 0; i < nodes.Length; i++)
        {
            positions[nodes[i]] = new Point3(x[i], y[i], z[i]);
            diameters[nodes[i]] = d[i];
        }
    }

    private static T[] Require<T>(Hdf5File file, string name) where T : unmanaged
    {
        string path = $"{Attributes}/{name}";
        if (!file.Exists(path)) throw SonataFile.Fault("MS0716", file.Path, path, "there is no such dataset", "a vasculature node file holds start_x ... end_diameter, start_node and end_node");
        var values = file.Read<T>(path);
        long expected = file.Shape($"{Attributes}/start_node")[0];
        return values.Length == expected ? values : throw SonataFile.Fault("MS0716", file.Path, path, $"{values.Length} values for {expected} segments");
    }

    private static int[]? Optional(Hdf5File file, string name, int count) =>
        count > 0 && file.Exists($"{Attributes}/{name}") ? Require<int>(file, name) : null;
}
