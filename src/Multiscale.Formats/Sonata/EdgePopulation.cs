using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>A SONATA edge population: edge e runs from node SourceIds[e] of population Source to node TargetIds[e] of population Target.</summary>
public sealed class EdgePopulation
{
    private EdgeIndex? byTarget, bySource;

    public EdgePopulation(string name, string source, string target, long[] sourceIds, long[] targetIds, long[] typeIds, TypeTable types)
    {
        if (sourceIds.Length != targetIds.Length || typeIds.Length != targetIds.Length) throw new ArgumentException($"{name}: sources, targets and types differ in number");
        (Name, Source, Target, SourceIds, TargetIds, TypeIds, Types) = (name, source, target, sourceIds, targetIds, typeIds, types);
        Attributes = new AttributeTable($"edges of {name}", typeIds, types);
        DynamicsParameters = new AttributeTable($"dynamics_params of {name}", typeIds, types);
    }

    public string Name { get; }

    /// <summary>Name of the population the edges come from; empty where the file does not say.</summary>
    public string Source { get; }

    public string Target { get; }

    public int Count => SourceIds.Length;

    public long[] SourceIds { get; }

    public long[] TargetIds { get; }

    public long[] TypeIds { get; }

    public TypeTable Types { get; }

    public AttributeTable Attributes { get; }

    public AttributeTable DynamicsParameters { get; }

    /// <summary>Delays [ms].</summary>
    public double[]? Delays => Attributes.Numbers("delay");

    /// <summary>Weights, in the unit of the synapse model.</summary>
    public double[]? Weights => Attributes.Numbers("syn_weight");

    /// <summary>Section of the target cell in SONATA order (soma 0), NaN where unknown.</summary>
    public double[]? SectionIds => Attributes.Numbers("afferent_section_id", "sec_id");

    /// <summary>Place along that section, from 0 to 1.</summary>
    public double[]? SectionPositions => Attributes.Numbers("afferent_section_pos", "sec_x");

    /// <summary>Synapses an edge stands for; 1 where the file does not say.</summary>
    public int[] SynapseCounts
    {
        get
        {
            var counts = new int[Count];
            Array.Fill(counts, 1);
            if (Attributes.Numbers("nsyns") is not { } given) return counts;
            for (int e = 0; e < Count; e++)
                if (!double.IsNaN(given[e])) counts[e] = (int)given[e];
            return counts;
        }
    }

    /// <summary>Edges by target; from the file, or built by a scan the first time.</summary>
    public EdgeIndex ByTarget => byTarget ??= EdgeIndex.Build(TargetIds);

    public EdgeIndex BySource => bySource ??= EdgeIndex.Build(SourceIds);

    /// <summary>The edges that end at a node.</summary>
    public ReadOnlySpan<EdgeRange> Onto(long targetId) => ByTarget.Of(targetId);

    /// <summary>The edges that start at a node.</summary>
    public ReadOnlySpan<EdgeRange> From(long sourceId) => BySource.Of(sourceId);

    /// <summary>Every population of an edges file with its types.</summary>
    /// <exception cref="InputException">The file has no /edges, arrays of unequal length, or an index that contradicts them.</exception>
    public static IReadOnlyList<EdgePopulation> Read(string edgesFile, string? typesFile)
    {
        using var file = Hdf5File.Open(edgesFile);
        if (!file.IsGroup("/edges")) throw SonataFile.Fault("MS0727", edgesFile, "/edges", "there is no such group", "a SONATA edges file has /edges/POPULATION");
        return [.. file.Children("/edges").Select(name => Read(file, name, typesFile))];
    }

    private static EdgePopulation Read(Hdf5File file, string name, string? typesFile)
    {
        string path = $"/edges/{name}", sources = path + "/source_node_id", targets = path + "/target_node_id";
        if (!file.Exists(sources) || !file.Exists(targets)) throw SonataFile.Fault("MS0727", file.Path, path, "source_node_id or target_node_id is missing");
        var sourceIds = SonataFile.ReadIds(file, sources);
        int count = sourceIds.Length;
        var targetIds = PopulationFile.ReadColumn(file, path, "target_node_id", count)!;
        var typeIds = PopulationFile.ReadColumn(file, path, "edge_type_id", count);
        if (typeIds is null) Array.Fill(typeIds = new long[count], -1);
        var types = typesFile is null ? new TypeTable("edge_type_id") : TypeTable.Read(typesFile, "edge_type_id", name);
        NodePopulation.RequireTypes(typeIds, types, typesFile, path);
        var edges = new EdgePopulation(name, file.ReadText(sources, "node_population") ?? "", file.ReadText(targets, "node_population") ?? "", sourceIds, targetIds, typeIds, types)
        {
            byTarget = ReadIndex(file, path, "target_to_source", targetIds),
            bySource = ReadIndex(file, path, "source_to_target", sourceIds),
        };
        PopulationFile.ReadGroups(file, path, "edge", count, edges.Attributes, edges.DynamicsParameters);
        return edges;
    }

    private static EdgeIndex? ReadIndex(Hdf5File file, string population, string direction, long[] nodeIds)
    {
        string group = $"{population}/indices/{direction}";
        if (!file.IsGroup(group)) return null;
        // The specification says node_id_to_ranges; AIBS's files say node_id_to_range.
        string? nodes = SonataFile.FirstOf(file, group, "node_id_to_ranges", "node_id_to_range"), ranges = SonataFile.FirstOf(file, group, "range_to_edge_id", "range_to_edge_ids");
        if (nodes is null || ranges is null) return null;
        var index = new EdgeIndex(file.Read<long>(nodes), file.Read<long>(ranges));
        long fault = index.FirstFault(nodeIds);
        return fault < 0 ? index : throw SonataFile.Fault("MS0728", file.Path, group, $"the index gives edge {fault} to another node than the edge itself does", "build the index again, or remove it: it is then built while reading");
    }

    /// <summary>Writes populations, with indices in both directions, to one edges file.</summary>
    public static void Write(string edgesFile, params IEnumerable<EdgePopulation> populations)
    {
        using var file = Hdf5File.Create(edgesFile);
        SonataFile.Mark(file);
        foreach (var edges in populations)
        {
            string path = $"/edges/{edges.Name}";
            PopulationFile.WriteGroup(file, path, "edge", edges.TypeIds, edges.Attributes, edges.DynamicsParameters);
            WriteEnd(file, path, "source", edges.SourceIds, edges.Source, "source_to_target", edges.BySource);
            WriteEnd(file, path, "target", edges.TargetIds, edges.Target, "target_to_source", edges.ByTarget);
        }
        file.Commit();
    }

    private static void WriteEnd(Hdf5File file, string path, string end, long[] ids, string population, string direction, EdgeIndex index)
    {
        file.Write($"{path}/{end}_node_id", Array.ConvertAll(ids, i => (ulong)i));
        file.WriteText($"{path}/{end}_node_id", "node_population", population);
        file.Write($"{path}/indices/{direction}/node_id_to_ranges", index.NodeToRanges, index.NodeCount, 2);
        file.Write($"{path}/indices/{direction}/range_to_edge_id", index.RangeToEdges, index.RangeToEdges.Length / 2, 2);
    }
}
