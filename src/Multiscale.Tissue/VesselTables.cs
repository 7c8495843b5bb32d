using System.Globalization;
using Multiscale.Geometry;

namespace Multiscale.Tissue;

/// <summary>A vessel graph as the pair of tables that vascular tools exchange: nodes (x, y, z, diameter) and edges (start, end, type, section, segment).</summary>
internal static class VesselTables
{
    public static void Write(string nodesPath, string edgesPath, VesselGraph graph)
    {
        using (var nodes = New(nodesPath))
        {
            nodes.WriteLine("x,y,z,diameter");
            for (int n = 0; n < graph.NodeCount; n++)
            {
                var p = graph.Positions[n];
                nodes.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{p.X:r},{p.Y:r},{p.Z:r},{graph.Diameters[n]:r}"));
            }
        }
        using var edges = New(edgesPath);
        edges.WriteLine("start_node,end_node,type,section_id,segment_id");
        for (int e = 0; e < graph.EdgeCount; e++)
            edges.WriteLine($"{graph.Start[e]},{graph.End[e]},{graph.Types[e]},{graph.SectionIds[e]},{graph.SegmentIds[e]}");
    }

    private static StreamWriter New(string path) => new(path) { NewLine = "\n" };
}
